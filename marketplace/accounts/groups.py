"""What the staff of the zone may do: groups of permissions, given by name.

A room whose rows operators read and change says so with ``operators_see`` in ``AppConfig.ready``. The group has these
permissions when it is made; those of a room that comes later are given to it with that room's tables, once, so that
what somebody took from the group stays away.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q

OPERATORS: Final = "Operators"
STEWARDS: Final = "Kiosk stewards"
# Made by Wagtail's own migrations: write pages; publish them.
EDITORS: Final = ("Editors", "Moderators")
_shown: dict[str, bool] = {}
_before: set[int] = set()


def operators_see(app_label: str, *, change: bool = True) -> None:
    """Let operators read the rows of an app, and change them.

    Raises:
        ImproperlyConfigured: the app's room said so already.
    """
    if app_label in _shown:
        raise ImproperlyConfigured(f"What operators see of {app_label} is registered twice")
    _shown[app_label] = change


def ensure_groups() -> None:
    """Make the groups of operators and stewards where they are missing. A group that is there keeps what it may do."""
    operators, is_new = Group.objects.get_or_create(name=OPERATORS)
    if is_new:
        door = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        operators.permissions.set([*Permission.objects.filter(_operators_own()), *door])
    Group.objects.get_or_create(name=STEWARDS)


def remember_permissions(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Before migrations: which permissions there are."""
    _before.clear()
    if _has_tables(using):
        _before.update(Permission.objects.using(using).values_list("pk", flat=True))


def give_new_permissions(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After them: the operators may do what has come with an app's."""
    if sender.label not in _shown or not _has_tables(using):
        return
    operators = Group.objects.using(using).filter(name=OPERATORS).first()
    if operators is not None:
        own = Permission.objects.using(using).filter(_operators_own(), content_type__app_label=sender.label)
        operators.permissions.add(*own.exclude(pk__in=_before))


def _has_tables(using: str) -> bool:
    return {Permission._meta.db_table, Group._meta.db_table} <= set(connections[using].introspection.table_names())


def _operators_own() -> Q:
    seen = Q(content_type__app_label__in=list(_shown), codename__startswith="view_")
    changed = [label for label, change in _shown.items() if change]
    return seen | Q(content_type__app_label__in=changed, codename__startswith="change_")
