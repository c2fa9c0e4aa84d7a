"""The lines of the operators' menu that lead to pages of this door. Other rooms add theirs themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.web.menus import Entry, Menu, add

# Positions leave room between them for the rooms to come.
_LINES = (
    ("overview", _("Overview"), "overview", "home", "orders.view_order"),
    ("orders", _("Orders"), "order-list", "list-ul", "orders.view_order"),
    ("hand-offs", _("Hand-offs"), "hand-off-list", "upload", "clearance.view_handoff"),
    ("receipts", _("Receipts"), "receipt-list", "mail", "clearance.view_handoff"),
    ("dead-letters", _("Dead letters"), "dead-letter-list", "warning", "outbox.view_outboxmessage"),
    ("reviews", _("Reviews"), "review-list", "check", "companies.change_company"),
    ("companies", _("Companies"), "company-list", "group", "companies.view_company"),
    ("goods", _("Goods"), "good-list", "tag", "catalog.view_good"),
    ("searches", _("Searches"), "searches", "search", "catalog.view_good"),
    ("synonyms", _("Synonyms"), "synonym-list", "snippet", "synonyms.change_synonymgroup"),
    ("audit-trail", _("Audit trail"), "audit-trail", "history", "audit.view_auditevent"),
)


def register_all() -> None:
    """Add them to the menu of operations."""
    for number, (key, label, page, icon, permission) in enumerate(_LINES, start=1):
        line = Entry(
            key=key,
            label=label,
            page=f"operations:{page}",
            icon=icon,
            position=number * 100,
            permission=permission,
        )
        add(Menu.OPERATIONS, line)
