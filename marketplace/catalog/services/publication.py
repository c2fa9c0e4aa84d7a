"""The way of a good to the visitors and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.catalog.models import Good
from marketplace.catalog.publication import ensure_complete
from marketplace.catalog.services.trace import locked_good, save_change
from marketplace.catalog.states import GoodStatus, ensure_allowed

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def submit_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Hand a draft or withdrawn good to the operators for review.

    Args:
        good_id: primary key.
        actor: recorded in the audit trail, None for the system; permission is the caller's duty.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        GoodTransitionNotAllowed: it is in review or published.
        GoodIncomplete: it lacks something; everything missing is named.
    """
    return _move(good_id, GoodStatus.REVIEW, reason="", actor=actor, now=now)


def publish_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Approve a good in review: visitors see it. Arguments and errors as ``submit_good``."""
    return _move(good_id, GoodStatus.PUBLISHED, reason="", actor=actor, now=now)


def return_good(*, good_id: int, reason: str, actor: User | None, now: datetime) -> Good:
    """Send a good in review back to its producer with a reason. Arguments and errors as ``submit_good``."""
    return _move(good_id, GoodStatus.DRAFT, reason=reason, actor=actor, now=now)


def withdraw_good(*, good_id: int, actor: User | None, now: datetime, reason: str = "") -> Good:
    """Take a published good from the visitors. Arguments and errors as ``submit_good``."""
    return _move(good_id, GoodStatus.WITHDRAWN, reason=reason, actor=actor, now=now)


@transaction.atomic
def _move(good_id: int, target: GoodStatus, *, reason: str, actor: User | None, now: datetime) -> Good:
    good = locked_good(good_id)
    source = GoodStatus(good.status)
    ensure_allowed(source, target)
    fields = ["status"]
    if target in {GoodStatus.REVIEW, GoodStatus.PUBLISHED}:
        ensure_complete(good)
    good.status = target
    if target == GoodStatus.PUBLISHED:
        good.published_at = good.published_at or now
        fields.append("published_at")
    return save_change(
        good,
        fields=fields,
        verb="good.status.changed",
        data={"from": source.value, "to": target.value, "reason": reason},
        actor=actor,
        now=now,
        is_seen=GoodStatus.PUBLISHED in {source, target},
    )
