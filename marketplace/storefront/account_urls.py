"""The account page; sign-in and the rest of ``/<lang>/account/`` are in ``accounts``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.storefront.views import account

urlpatterns: list[URLPattern | URLResolver] = [path("", account.home, name="account_home")]
