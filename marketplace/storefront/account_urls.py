"""The account page and the searches; sign-in and the rest of ``/<lang>/account/`` are in ``accounts``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.storefront.views import account, company, people, saved_searches

urlpatterns: list[URLPattern | URLResolver] = [
    path("", account.home, name="account_home"),
    path("people/", people.people, name="account_people"),
    path("people/<int:pk>/roles/", people.roles_change, name="account_roles_change"),
    path("company/<slug:slug>/correct/", company.correct, name="account_company_correct"),
    path("searches/", saved_searches.search_list, name="account_searches"),
    path("searches/save/", saved_searches.search_save, name="account_search_save"),
    path("searches/<int:pk>/change/", saved_searches.search_change, name="account_search_change"),
    path("searches/<int:pk>/delete/", saved_searches.search_delete, name="account_search_delete"),
    path("searches/recent/", saved_searches.recent_list, name="account_recent_searches"),
    path("searches/recent/clear/", saved_searches.recent_clear, name="account_recent_clear"),
    path("searches/recent/keep/", saved_searches.recent_keep, name="account_recent_keep"),
    path("searches/mute/<str:token>/", saved_searches.mute, name="account_searches_mute"),
]
