"""The lines of the account's menu that lead to pages of this door. Other rooms add theirs themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.storefront.viewer import Viewer
from marketplace.web.menus import Entry, Menu, add


def _is_buyer(viewer: Viewer) -> bool:
    return viewer.is_buyer


def _is_producer(viewer: Viewer) -> bool:
    return viewer.is_producer


def register_all() -> None:
    """Add them to the menu of the account."""
    add(
        Menu.ACCOUNT,
        Entry(
            key="orders",
            label=_("Orders"),
            page="storefront:order-list",
            icon="clipboard-list",
            position=100,
            is_for=_is_buyer,
        ),
        Entry(
            key="producer",
            label=_("Producer portal"),
            page="producer_portal:order-list",
            icon="store",
            position=200,
            is_for=_is_producer,
        ),
        Entry(key="searches", label=_("Saved searches"), page="account_searches", icon="bell", position=300),
        Entry(key="people", label=_("People and roles"), page="account_people", icon="badge-check", position=400),
        Entry(key="account", label=_("My account"), page="account_home", icon="user", position=900),
    )
