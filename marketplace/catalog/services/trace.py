"""What every change of a good leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplace.audit.services import record_event
from marketplace.catalog.models import Good
from marketplace.catalog.services.revision import bump_storefront
from marketplace.companies.selectors import ensure_may
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


def locked_good(good_id: int) -> Good:
    """Return the good, its row locked until the transaction ends.

    Raises:
        Good.DoesNotExist: no such good.
    """
    return Good.objects.select_for_update().get(pk=good_id)


def locked_for(good_id: int, *, actor: User | None, act: Act) -> Good:
    """Return the good, its row locked until the transaction ends, for somebody who may do ``act`` with it.

    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not do this for its producer; None is the system, which may.
    """
    good = locked_good(good_id)
    ensure_may(actor=actor, company_id=good.producer_id, act=act)
    return good


def save_change(
    good: Good,
    *,
    fields: Iterable[str],
    verb: str,
    data: Mapping[str, Any],
    actor: User | None,
    now: datetime,
    is_seen: bool = True,
) -> Good:
    """Save a locked good and leave the trace: revision, audit event, message to the search, storefront revision last.

    Args:
        good: locked by ``locked_good``; its new values are set.
        fields: the columns that changed.
        verb: of the audit event.
        data: of the audit event.
        actor: who did it, None for the system.
        now: present instant, aware UTC.
        is_seen: False when the change cannot be seen by visitors, as with a draft.
    """
    good.revision += 1
    good.save(update_fields=[*fields, "revision"])
    record_event(
        verb=verb,
        subject=good,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data=data,
    )
    if is_seen:
        enqueue(topic="catalog.good.changed", payload={"good_id": good.pk, "sku": good.sku}, now=now)
        bump_storefront()
    return good
