"""Puts the operators' pages into the Wagtail admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from marketplace.operations.desk import what_waits
from marketplace.operations.home import WaitingPanel
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
        PermittedItem(_("Overview"), "operations:overview", "orders.view_order", "home", 1),
        PermittedItem(_("Orders"), "operations:order-list", "orders.view_order", "list-ul", 2),
        PermittedItem(_("Hand-offs"), "operations:hand-off-list", "clearance.view_handoff", "upload", 3),
        PermittedItem(_("Receipts"), "operations:receipt-list", "clearance.view_handoff", "mail", 3),
        PermittedItem(_("Dead letters"), "operations:dead-letter-list", "outbox.view_outboxmessage", "warning", 4),
        PermittedItem(_("Reviews"), "operations:review-list", "companies.change_company", "check", 5),
        PermittedItem(_("Companies"), "operations:company-list", "companies.view_company", "group", 5),
        PermittedItem(_("Goods"), "operations:good-list", "catalog.view_good", "tag", 5),
        PermittedItem(_("Searches"), "operations:searches", "catalog.view_good", "search", 6),
        PermittedItem(_("Synonyms"), "operations:synonym-list", "search.change_synonymgroup", "snippet", 7),
        PermittedItem(_("Audit trail"), "operations:audit-trail", "audit.view_auditevent", "history", 8),
    ]
    return SubmenuMenuItem(_("Operations"), Menu(items=items), icon_name="globe", order=10, name="operations")


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
