"""Who runs the market, and is told when something waits for its operators."""

from __future__ import annotations

from marketplace.accounts.groups import OPERATORS
from marketplace.accounts.models import User


def operators() -> list[User]:
    """Return who is told when something waits for the zone's operators; where there is none, the superusers. One
    query, or two.
    """
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(groups__name=OPERATORS)) or list(active.filter(is_superuser=True))
