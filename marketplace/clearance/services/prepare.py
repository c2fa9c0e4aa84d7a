"""Make the messages of a producer order: each once, and none before the answer to the one that it builds on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from marketplace.audit.services import record_event
from marketplace.clearance.errors import NothingToAmend, PartNotConfirmed
from marketplace.clearance.messages.errors import MessageInvalid
from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.order_message import build_message
from marketplace.clearance.states import AppType, HandOffStatus
from marketplace.kernel.ids import message_guid
from marketplace.orders import checks
from marketplace.orders.checks import Question, Stage, Wanted
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox.services import enqueue


@transaction.atomic
def prepare_hand_off(*, producer_order_id: int, now: datetime) -> HandOff:
    """Build the customs message of a confirmed producer order and queue it. Asked again, the same one is returned.

    Args:
        producer_order_id: primary key of a confirmed producer order.
        now: present instant, aware UTC; the message's time.
    Returns:
        The newest message that adds the order: QUEUED, or REFUSED with the reason when the order breaks the customs
        field list.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        PartNotConfirmed: its producer has not taken it, or never got it.
    """
    part = _locked(producer_order_id)
    before = HandOff.objects.filter(producer_order=part, app_type=AppType.ADD).order_by("-position").first()
    if before is not None:
        return before
    if part.status != ProducerOrderStatus.CONFIRMED:
        raise PartNotConfirmed(status=part.status)
    hand_off = make_hand_off(part, app_type=AppType.ADD, status=HandOffStatus.QUEUED, now=now)
    # A platform may have spoken of the order before: then it was somebody else's with our number, and it shows.
    said = Receipt.objects.filter(hand_off=None, order_number=part.number)
    said.filter(Q(platform_code=hand_off.platform_code) | Q(platform_code="")).update(hand_off=hand_off)
    return hand_off


@transaction.atomic
def amend_hand_off(*, producer_order_id: int, app_type: AppType, now: datetime) -> HandOff:
    """Build the message that changes or withdraws an order at customs. It leaves once customs has the order.

    Args:
        producer_order_id: primary key of a producer order that was handed over.
        app_type: CHANGE, with what the order's lines say now, or DELETE.
        now: present instant, aware UTC; the message's time.
    Returns:
        The message: QUEUED; WAITING while one before it has no answer; REFUSED when it breaks the field list. A
        withdrawal that is under way is returned as it is.
    Raises:
        ProducerOrder.DoesNotExist: no such order.
        NothingToAmend: customs does not have the order and is not about to get it.
    Source: message edition 2022-05, appType; customs answers -301011 to a change of what it does not have.
    """
    part = _locked(producer_order_id)
    # Locked too: an answer that comes now either finds this message waiting, or is seen here.
    known = list(HandOff.objects.select_for_update().filter(producer_order=part).order_by("position"))
    newest = known[-1] if known else None
    if newest and newest.app_type == app_type == AppType.DELETE and newest.is_under_way:
        return newest
    is_open = any(one.is_under_way for one in known)
    if not (is_open or is_in_the_books(known)):
        raise NothingToAmend(order_number=part.number)
    status = HandOffStatus.WAITING if is_open else HandOffStatus.QUEUED
    return make_hand_off(part, app_type=app_type, status=status, now=now, position=len(known) + 1)


@transaction.atomic
def release_waiting(*, producer_order_id: int, now: datetime) -> HandOff | None:
    """Let the next message go that waited for an answer, or drop it when customs does not have the order.

    Part of the transaction in which a message of the order was settled.

    Returns:
        The message that was queued; None when none waits, or the one before it still has no answer.
    """
    known = list(HandOff.objects.select_for_update().filter(producer_order=producer_order_id).order_by("position"))
    for hand_off in known:
        if hand_off.status != HandOffStatus.WAITING:
            if hand_off.is_under_way:
                return None
            continue
        has_it = is_in_the_books(known)
        hand_off.status = HandOffStatus.QUEUED if has_it else HandOffStatus.DROPPED
        hand_off.settled_at = None if has_it else now
        hand_off.save(update_fields=["status", "settled_at"])
        record_event(verb="hand_off.released", subject=hand_off, at=now, data={"to": hand_off.status})
        if has_it:
            queue(hand_off, now=now)
            return hand_off
    return None


def is_in_the_books(hand_offs: Iterable[HandOff]) -> bool:
    """Tell whether customs has the order: of what it accepted, the newest is no withdrawal."""
    accepted = [one for one in hand_offs if one.status == HandOffStatus.ACCEPTED]
    return bool(accepted) and max(accepted, key=lambda one: one.position).app_type != AppType.DELETE


def make_hand_off(
    part: ProducerOrder,
    *,
    app_type: AppType,
    status: HandOffStatus,
    now: datetime,
    position: int = 1,
    replaces: HandOff | None = None,
) -> HandOff:
    """Write a message with a guid of its own, keep it, and queue it unless it waits. Part of the caller's transaction.

    What cannot be written is REFUSED with the reason.
    """
    hand_off = HandOff(
        producer_order=part,
        app_type=app_type,
        status=status,
        position=position,
        reference=f"{part.number}/{position}",
        replaces=replaces,
        guid=message_guid(),
        platform_code=settings.CLEARANCE_PLATFORM_CODE,
        order_number=part.number,
        built_at=now,
        created_at=now,
    )
    try:
        hand_off.message = build_message(part, guid=hand_off.guid, app_type=app_type, at=now)
        hand_off.reason = "" if app_type == AppType.DELETE else _hindrance(part)
    except MessageInvalid as invalid:
        hand_off.reason = f"{invalid.field} ({invalid.element}): {invalid.reason}"
    if hand_off.reason:
        hand_off.status, hand_off.settled_at = HandOffStatus.REFUSED, now
    hand_off.save(force_insert=True)
    data = {"guid": hand_off.guid, "app_type": app_type, "status": hand_off.status, "reason": hand_off.reason}
    record_event(verb="hand_off.prepared", subject=hand_off, at=now, data=data)
    queue(hand_off, now=now)
    return hand_off


def _hindrance(part: ProducerOrder) -> str:
    """Return what a check before the hand-off found, with the goods it is about; what is withdrawn may always go."""
    lines = part.lines.select_related("pack__good__producer").order_by("position")
    wanted = [Wanted(key=line.pk, pack=line.pack, quantity=line.quantity) for line in lines]
    found = checks.find(Question(lines=wanted, buyer=part.order.buyer), stage=Stage.HAND_OFF)
    return "; ".join(f"{problem.sku} {problem.reason}".strip() for problem in found.values())[:1000]


def queue(hand_off: HandOff, *, now: datetime) -> None:
    """Queue the message for sending, if it may leave. Part of the transaction that made it."""
    if hand_off.status == HandOffStatus.QUEUED:
        enqueue(
            topic="clearance.hand_off",
            dedupe_key=hand_off.guid,
            aggregate=hand_off.order_number,
            payload={"hand_off_id": hand_off.pk, "guid": hand_off.guid},
            now=now,
        )


def _locked(producer_order_id: int) -> ProducerOrder:
    parts = ProducerOrder.objects.select_for_update(of=("self",)).select_related("producer")
    return parts.get(pk=producer_order_id)
