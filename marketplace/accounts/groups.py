"""What the staff of the zone may do: groups of permissions, given by name."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission

OPERATORS: Final = "Operators"
STEWARDS: Final = "Kiosk stewards"
# Made by Wagtail's own migrations: write pages; publish them.
EDITORS: Final = ("Editors", "Moderators")
_APPS: Final = ("catalog", "companies", "clearance", "orders", "outbox", "payments", "pricing", "reference", "search")


def ensure_groups() -> None:
    """Make the groups of operators and stewards where they are missing. A group that is there keeps what it may do."""
    operators, is_new = Group.objects.get_or_create(name=OPERATORS)
    if is_new:
        seen = Permission.objects.filter(content_type__app_label__in=(*_APPS, "audit"), codename__startswith="view_")
        changed = Permission.objects.filter(content_type__app_label__in=_APPS, codename__startswith="change_")
        door = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        operators.permissions.set([*seen, *changed, *door])
    Group.objects.get_or_create(name=STEWARDS)
