"""Puts the operators' pages into the Wagtail admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu as AdminMenu
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from marketplace.operations.desk import what_waits
from marketplace.operations.home import WaitingPanel
from marketplace.web.menus import Menu, entries
from marketplace.web.templatetags.ui import asset

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class PermittedItem(MenuItem):
    """A menu item for people with one permission."""

    def __init__(self, label: StrOrPromise, name: str, permission: str, icon: str, order: int) -> None:
        super().__init__(label, reverse(name), icon_name=icon, order=order)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Serve the operators' pages under ``/admin/operations/``."""
    return [path("operations/", include("marketplace.operations.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Show the operators' pages first."""
    items = [
        PermittedItem(entry.label, entry.page, entry.permission, entry.icon, number)
        for number, entry in enumerate(entries(Menu.OPERATIONS))
    ]
    return SubmenuMenuItem(_("Operations"), AdminMenu(items=items), icon_name="globe", order=10, name="operations")


@hooks.register("construct_homepage_panels")
def open_with_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Begin the admin's home page with what waits; who may see nothing of it, as an editor, sees hers alone."""
    waits = what_waits(request.user, now=timezone.now())
    if waits:
        panels.insert(0, WaitingPanel(waits))


@hooks.register("insert_global_admin_css")
def own_colours() -> str:
    """Dress every page of the admin in the market's colours."""
    return format_html('<link rel="stylesheet" href="{}">', asset("assets/operations.css"))


@hooks.register("construct_help_menu")
def without_foreign_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out Wagtail's own news and guide: in English, on a foreign host, about another product."""
    items[:] = [item for item in items if not str(getattr(item, "url", "")).startswith("http")]
