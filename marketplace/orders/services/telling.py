"""Tell both sides of an order what happens to it, once: that it waits, that it waits too long, what was answered.

Everything here may run twice, in two workers at once, or be killed in between: a part's row is locked, what was told
is noted in the same transaction as the mails are queued, and no mail is queued twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from marketplace.audit.services import record_event
from marketplace.companies.models import Membership, Role
from marketplace.companies.selectors import people_of
from marketplace.notifications.selectors import operators
from marketplace.notifications.telling import Context, tell
from marketplace.orders.letters import name_of, order_details, part_details
from marketplace.orders.models import Order, ProducerOrder, ProducerOrderQuerySet
from marketplace.orders.selectors import whole_order, whole_part
from marketplace.orders.states import ProducerOrderStatus

# Whom of a producer an order concerns.
ANSWERING: Final = frozenset({Role.OWNER, Role.SALES})
MOST_AT_ONCE: Final = 100


@transaction.atomic
def tell_buyer_of_order(*, order_id: int, now: datetime) -> None:
    """Confirm to the buyer what she ordered: the lines, how to pay, and until when the producers answer.

    Raises:
        Order.DoesNotExist: no such order.
    """
    order = whole_order(Order.objects.for_operations(), pk=order_id)
    # A part that was cancelled while the buyer waited for her verification never came to its producer.
    parts = [part for part in order.producer_orders.all() if part.status != ProducerOrderStatus.CANCELLED]
    context: Context = {
        "order_number": order.number,
        "total": order.total,
        "producer_count": len(parts),
        "answer_by": max(part.answer_due_at or now for part in parts),
    }
    link = ("storefront:order-detail", order.number)
    details = order_details(order)
    tell("order_placed", [order.placed_by], context, key=order.number, now=now, link=link, details=details)


@transaction.atomic
def tell_producer_of_part(*, producer_order_id: int, now: datetime) -> bool:
    """Tell a producer's people that an order waits for them; where nobody of it can sign in, alarm the operators.

    Returns:
        Whether somebody of the producer has been told, now or before.
    Raises:
        ProducerOrder.DoesNotExist: no such part.
    """
    part = _locked(producer_order_id)
    if part.told_at is not None or part.status != ProducerOrderStatus.PLACED:
        return part.told_at is not None
    people = people_of(part.producer_id, roles=ANSWERING)
    if not people:
        _alarm(part, now=now)
        return False
    context: Context = {
        "buyer_name": name_of(part.order.buyer),
        "part_number": part.number,
        "total": part.total,
        "answer_by": part.answer_due_at or now,
    }
    link = ("producer_portal:order-detail", part.number)
    tell("part_waits_for_answer", people, context, key=part.number, now=now, link=link, details=part_details(part))
    part.told_at = now
    part.save(update_fields=["told_at"])
    return True


@transaction.atomic
def tell_producer_of_cancellation(*, producer_order_id: int, now: datetime) -> None:
    """Tell a producer's people that the buyer took an order back before they answered, so that nobody prepares it.

    Raises:
        ProducerOrder.DoesNotExist: no such part.
    """
    part = _locked(producer_order_id)
    context: Context = {"buyer_name": name_of(part.order.buyer), "part_number": part.number, "total": part.total}
    people = people_of(part.producer_id, roles=ANSWERING)
    link = ("producer_portal:order-detail", part.number)
    tell("part_cancelled_by_buyer", people, context, key=part.number, now=now, link=link)


@transaction.atomic
def tell_that_part_is_overdue(*, producer_order_id: int, now: datetime) -> bool:
    """Tell producer, buyer and operators that the answer to a part did not come in time, once.

    Returns:
        Whether they were told now: not when it was answered, is not due yet, or they know already.
    Raises:
        ProducerOrder.DoesNotExist: no such part.
    """
    part = _locked(producer_order_id)
    due_at = part.answer_due_at
    is_waiting = part.status == ProducerOrderStatus.PLACED and part.overdue_told_at is None
    if not is_waiting or due_at is None or due_at > now:
        return False
    context: Context = {
        "part_number": part.number,
        "answer_by": due_at,
        "buyer_name": name_of(part.order.buyer),
        "producer_name": name_of(part.producer),
        "phone": part.producer.phone or "–",
    }
    people = people_of(part.producer_id, roles=ANSWERING)
    order = ("storefront:order-detail", part.order.number)
    for event, to, link in (
        ("part_answer_overdue", people, ("producer_portal:order-detail", part.number)),
        ("part_answer_overdue_buyer", [part.order.placed_by], order),
        ("part_answer_overdue_operator", operators(), ("operations:order-detail", part.order.number)),
    ):
        tell(event, to, context, key=part.number, now=now, link=link)
    part.overdue_told_at = now
    part.save(update_fields=["overdue_told_at"])
    record_event(verb="producer_order.overdue", subject=part, at=now, data={"due_at": due_at.isoformat()})
    return True


def look_after_waiting_parts(*, now: datetime) -> int:
    """Tell of every part that waits and was not told of, or not reminded of in time: also what a killed worker left,
    and what came before its producer had anybody who can sign in. One transaction a part.

    Returns:
        How many parts were told of, at most ``MOST_AT_ONCE`` of each kind.
    """
    waiting = ProducerOrder.objects.for_operations().filter(status=ProducerOrderStatus.PLACED)
    members = Membership.objects.filter(company=OuterRef("producer"), user__is_active=True)
    untold = waiting.filter(Q(alarmed_at__isnull=True) | Exists(members), told_at__isnull=True)
    overdue = ProducerOrder.objects.for_operations().overdue(now=now).filter(overdue_told_at__isnull=True)
    told = sum(tell_producer_of_part(producer_order_id=pk, now=now) for pk in _first(untold))
    return told + sum(tell_that_part_is_overdue(producer_order_id=pk, now=now) for pk in _first(overdue))


@transaction.atomic
def tell_buyer_of_answer(*, producer_order_id: int, now: datetime) -> None:
    """Tell the buyer that a producer confirmed, or declined and why.

    Raises:
        ProducerOrder.DoesNotExist: no such part.
    """
    part = whole_part(ProducerOrder.objects.for_operations(), pk=producer_order_id)
    is_declined = part.status == ProducerOrderStatus.DECLINED
    context: Context = {
        "part_number": part.number,
        "producer_name": name_of(part.producer),
        "reason": part.decline_reason.rstrip(" .。!！"),  # it stands within a sentence
    }
    link = ("storefront:order-detail", part.order.number)
    event = "order_declined" if is_declined else "order_confirmed"
    tell(event, [part.order.placed_by], context, key=part.number, now=now, link=link)


def _first(parts: ProducerOrderQuerySet) -> list[int]:
    return list(parts.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def _locked(pk: int) -> ProducerOrder:
    return whole_part(ProducerOrder.objects.for_operations().select_for_update(of=("self",)), pk=pk)


def _alarm(part: ProducerOrder, *, now: datetime) -> None:
    if part.alarmed_at is not None:
        return
    context: Context = {
        "buyer_name": name_of(part.order.buyer),
        "producer_name": name_of(part.producer),
        "part_number": part.number,
        "total": part.total,
        "phone": part.producer.phone or "–",
        "answer_by": part.answer_due_at or now,
    }
    link = ("operations:order-detail", part.order.number)
    tell("part_without_people", operators(), context, key=part.number, now=now, link=link)
    part.alarmed_at = now
    part.save(update_fields=["alarmed_at"])
    record_event(verb="producer_order.reached_nobody", subject=part, at=now, data={"number": part.number})
