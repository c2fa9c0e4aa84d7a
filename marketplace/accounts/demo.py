"""The sign-ins of the demonstration market: one password, written in its data, and marked as demonstration."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from marketplace.accounts.groups import EDITORS, OPERATORS, STEWARDS, ensure_groups
from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.kernel.demo import Say, data

_GROUPS: Final = {"operator": (OPERATORS,), "editor": EDITORS, "kiosk-steward": (STEWARDS,)}
_STAFF: Final = frozenset({"operator", "editor"})


@transaction.atomic
def load(say: Say, *, now: datetime) -> None:
    """Add the sign-ins that are missing, with their addresses confirmed."""
    ensure_groups()
    known = set(User.objects.values_list("email", flat=True))
    rows = [row for row in data("demo")["accounts"] if row["email"] not in known]
    if rows:
        # One hash for all: it is the same public password, and eighteen hashes would take eight seconds.
        password = make_password(data("demo")["password"])
        for row in rows:
            _add(row, password=password, now=now)
    say("sign-ins", len(rows))


def _add(row: dict[str, Any], *, password: str, now: datetime) -> None:
    user = User.objects.create(
        email=row["email"],
        name=row["name"],
        language=row["language"],
        is_demo=True,
        is_staff=row["role"] in _STAFF,
        password=password,
        date_joined=now,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=_GROUPS.get(row["role"], ())))
    record_event(verb="account.created", subject=user, at=now, data={"role": row["role"], "is_demo": True})
