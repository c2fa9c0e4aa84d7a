"""The way of a good to the visitors and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.catalog import acts
from marketplace.catalog.models import Good
from marketplace.catalog.publication import ensure_complete
from marketplace.catalog.services.trace import locked_for, locked_good, save_change
from marketplace.catalog.states import GoodStatus, ensure_allowed

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


def submit_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Hand a draft or withdrawn good to the operators for review.

    Args:
        good_id: primary key.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not.
        GoodTransitionNotAllowed: it is in review or published.
        GoodIncomplete: it lacks something; everything missing is named.
    """
    return _move(good_id, GoodStatus.REVIEW, acts.SUBMIT_GOOD, actor=actor, now=now)


def publish_good(*, good_id: int, actor: User | None, now: datetime) -> Good:
    """Approve a good in review: visitors see it. As ``submit_good``, but permission is the caller's duty."""
    return _move(good_id, GoodStatus.PUBLISHED, None, actor=actor, now=now)


def return_good(*, good_id: int, reason: str, actor: User | None, now: datetime) -> Good:
    """Send a good in review back to its producer with a reason. As ``submit_good``, but permission is the caller's
    duty.
    """
    return _move(good_id, GoodStatus.DRAFT, None, actor=actor, now=now, reason=reason)


def withdraw_good(*, good_id: int, actor: User | None, now: datetime, reason: str = "") -> Good:
    """Take a published good from the visitors. Arguments and errors as ``submit_good``."""
    return _move(good_id, GoodStatus.WITHDRAWN, acts.WITHDRAW_GOOD, actor=actor, now=now, reason=reason)


@transaction.atomic
def _move(
    good_id: int, target: GoodStatus, act: Act | None, *, actor: User | None, now: datetime, reason: str = ""
) -> Good:
    """``act``: what one of the producer's people must be allowed; None for a word of the operators."""
    good = locked_for(good_id, actor=actor, act=act) if act else locked_good(good_id)
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
