"""What a visitor put into her basket is still there once she has signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.orders.services.basket import merge_baskets
from marketplace.orders.session import BASKET_TOKEN


def keep_basket(sender: object, request: HttpRequest, user: User, **arguments: Any) -> None:  # noqa: ARG001 - a receiver
    """Merge the visitor's basket into the person's. Receives ``user_logged_in``: sign-in has no service to call."""
    token = request.session.pop(BASKET_TOKEN, None)
    if token:
        merge_baskets(token=token, user=user, now=timezone.now())
