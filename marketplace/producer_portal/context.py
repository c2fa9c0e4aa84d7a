"""What every page of the portal shows around its content."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from marketplace.companies.models import Membership
from marketplace.companies.wording import rights_of
from marketplace.web.menus import Menu, entries


def frame(membership: Membership, *, current: str) -> dict[str, Any]:
    """Return the tabs with how much waits behind each, one query for each that counts, and what she may do here."""
    return {
        "company": membership.company,
        "rights": rights_of(membership),
        "work_title": str(membership.company),
        "work_home": reverse("producer_portal:order-list"),
        "work_current": current,
        "work_nav": [
            {
                "label": entry.label,
                "url": entry.url,
                "icon": entry.icon,
                "key": entry.key,
                "count": entry.count(membership) if entry.count else 0,
            }
            for entry in entries(Menu.PRODUCER)
            if entry.is_seen_by(membership)
        ],
    }
