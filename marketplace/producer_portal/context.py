"""What every page of the portal shows around its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from marketplace.companies.models import Company, Membership
from marketplace.companies.wording import Right, rights_of
from marketplace.web.menus import Menu, entries
from marketplace.web.pages import Page

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    """``count``: how many things wait behind it."""

    label: StrOrPromise
    url: str
    icon: str
    key: str
    count: int


@dataclass(frozen=True, kw_only=True)
class WorkPage(Page):
    """A page of the portal. ``rights``: what she may do here, by the code of the act with ``_`` in place of dots."""

    company: Company
    rights: Mapping[str, Right]
    work_title: str
    work_home: str
    work_current: str
    work_nav: list[Tab]


def frame(membership: Membership, *, current: str) -> dict[str, Any]:
    """Return the tabs with how much waits behind each, one query for each that counts, and what she may do here."""
    return {
        "company": membership.company,
        "rights": rights_of(membership),
        "work_title": str(membership.company),
        "work_home": reverse("producer_portal:order-list"),
        "work_current": current,
        "work_nav": [
            Tab(
                label=entry.label,
                url=entry.url,
                icon=entry.icon,
                key=entry.key,
                count=entry.count(membership) if entry.count else 0,
            )
            for entry in entries(Menu.PRODUCER)
            if entry.is_seen_by(membership)
        ],
    }
