"""Turn a basket into an order: one transaction, prices frozen, one part a producer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from marketplace.audit.services import record_event
from marketplace.companies.models import Company
from marketplace.companies.selectors import membership_in
from marketplace.companies.states import CompanyStatus
from marketplace.kernel.ids import order_number
from marketplace.kernel.languages import texts_of
from marketplace.orders import checks
from marketplace.orders.checks import WHOLE, Question
from marketplace.orders.due import answer_due_at
from marketplace.orders.errors import (
    AmountOutOfRange,
    BasketEmpty,
    BasketFull,
    BasketNotOrderable,
    IdempotencyKeyReused,
    MayNotOrder,
    PricesChanged,
)
from marketplace.orders.models import Basket, BasketOwner, Order, OrderLine, ProducerOrder
from marketplace.orders.placement import placed_effects
from marketplace.orders.selectors.basket import BasketGroup, BasketItem, BasketSummary, basket_summary
from marketplace.orders.services.basket import MAX_LINES_PER_PRODUCER
from marketplace.orders.services.waiting_notices import tell_that_it_waits
from marketplace.orders.states import OrderStatus, ProducerOrderStatus
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User

# Two digits after the order's number, 16 characters in all.
MAX_PRODUCERS: Final = 99
# N19,5 on the wire leaves 14 digits before the point; this is a hundred times less than what fits a bigint.
MAX_TOTAL_MINOR: Final = 10**16 - 1


def place_order(
    *,
    user: User,
    company: Company,
    idempotency_key: str,
    expected_fingerprint: str,
    now: datetime,
    buyer_reference: str = "",
    note: str = "",
) -> Order:
    """Order what lies in the basket of ``user`` for ``company``, once.

    Args:
        user: whose basket, and who commits the company.
        company: the buyer.
        idempotency_key: made with the form, at most 64 characters: the same key gives the same order again, whatever
            lies in the basket by then.
        expected_fingerprint: ``BasketSummary.fingerprint`` of what she saw and confirmed.
        now: present instant, aware UTC.
        buyer_reference: her own purchase number, at most 60 characters.
        note: for the producers, at most 2,000 characters.
    Returns:
        The order, status PLACED; AWAITING_VERIFICATION while the buyer company is not verified: it is numbered, and
        no producer is told, nothing asked. ``total_minor`` in minor units of ``currency``.
    Raises:
        MayNotOrder: not of this company, not in a role that orders, no buyer, suspended or refused, or not verified
            where the setting ORDER_BEFORE_VERIFICATION is off.
        IdempotencyKeyReused: the key made an order of another fingerprint, reference or note before.
        BasketEmpty, BasketNotOrderable: nothing, or something that cannot be ordered, lies in it.
        PricesChanged: it is not what she saw.
        BasketFull: more lines of one producer than a customs message carries.
        AmountOutOfRange: the total is zero or cannot be written.
    """
    try:
        return _place(
            user=user,
            company=company,
            key=idempotency_key,
            fingerprint=expected_fingerprint,
            now=now,
            words=(buyer_reference, note),
        )
    except IntegrityError:
        # Two people of one company with one key, or a number drawn twice: the former has its order, the latter rises.
        twin = _placed_before(company, idempotency_key)
        if twin is None:
            raise
        return _ensure_same(twin, _digest(expected_fingerprint, buyer_reference, note))


@transaction.atomic
def _place(
    *, user: User, company: Company, key: str, fingerprint: str, now: datetime, words: tuple[str, str]
) -> Order:
    # Locked, so that nobody verifies it between this look and the end: the order would wait for what has been.
    company = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    ensure_may_order(user=user, company=company)
    basket = Basket.objects.select_for_update().filter(user=user).first()
    # Looked for behind the lock: the other submission of the same form has committed by now, or comes after us.
    before = _placed_before(company, key)
    if before is not None:
        return _ensure_same(before, _digest(fingerprint, *words))
    if basket is None:
        raise BasketEmpty
    summary = basket_summary(BasketOwner.of_user(user), language=user.language, with_pictures=False)
    _ensure_orderable(summary, fingerprint)
    order = _write_order(summary, user=user, company=company, key=key, now=now, words=words)
    basket.lines.all().delete()
    _announce(order, user=user, now=now)
    return order


def ensure_may_order(*, user: User, company: Company) -> None:
    """Refuse who may not commit ``company``. One query.

    Raises:
        MayNotOrder: with the reason.
    """
    membership = membership_in(user, company.pk)
    if membership is None:
        raise MayNotOrder(reason="no_membership")
    found = checks.find(Question(buyer=membership.company, member=membership)).get(WHOLE)
    if found is not None:
        raise MayNotOrder(reason=found.reason)


def _digest(*body: str) -> str:
    """Return what tells one body from another: fingerprint, reference, note."""
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def _ensure_same(order: Order, digest: str) -> Order:
    """Return the order that the key made, if this body made it."""
    if order.request_digest and order.request_digest != digest:
        raise IdempotencyKeyReused(number=order.number)
    return order


def _placed_before(company: Company, key: str) -> Order | None:
    return Order.objects.of_buyer(company).filter(idempotency_key=key).first()


def _ensure_orderable(summary: BasketSummary, fingerprint: str) -> None:
    if not summary.groups:
        raise BasketEmpty
    if summary.problems:
        raise BasketNotOrderable(problems=summary.problems)
    if summary.fingerprint != fingerprint:
        raise PricesChanged(total_minor=summary.total_minor, currency=summary.currency)
    if len(summary.groups) > MAX_PRODUCERS or any(len(g.lines) > MAX_LINES_PER_PRODUCER for g in summary.groups):
        raise BasketFull(limit=MAX_LINES_PER_PRODUCER, per_producer=True)
    if summary.total_minor > MAX_TOTAL_MINOR or any(group.total_minor < 1 for group in summary.groups):
        raise AmountOutOfRange(total_minor=summary.total_minor)


def _write_order(
    summary: BasketSummary, *, user: User, company: Company, key: str, now: datetime, words: tuple[str, str]
) -> Order:
    order = Order.objects.create(
        number=order_number(now=now),
        buyer=company,
        placed_by=user,
        currency=summary.currency,
        total_minor=summary.total_minor,
        buyer_reference=words[0],
        note=words[1],
        idempotency_key=key,
        request_digest=_digest(summary.fingerprint, *words),
        placed_at=now,
        **_waiting(company, now=now),
        delivery_places=_common_place(summary.items),
    )
    for position, group in enumerate(summary.groups, start=1):
        _write_part(order, group, position=position, now=now)
    if not order.awaits_verification:
        for effect in placed_effects():
            effect(order, now=now)
    return order


def _waiting(company: Company, *, now: datetime) -> dict[str, Any]:
    """Return how long the order of a company that is not verified waits."""
    if company.status == CompanyStatus.VERIFIED:
        return {}
    until = now + timedelta(days=settings.ORDER_VERIFICATION_DAYS)
    return {"status": OrderStatus.AWAITING_VERIFICATION, "verification_until": until}


def _common_place(items: Sequence[BasketItem]) -> dict[str, str]:
    """Return where the goods are handed over, by language, when it is one place for all of them."""
    places = [texts_of(item.pack.good, "fob_place") for item in items]
    return places[0] if all(place == places[0] for place in places) else {}


def _write_part(order: Order, group: BasketGroup, *, position: int, now: datetime) -> None:
    part = ProducerOrder.objects.create(
        number=f"{order.number}-{position}",
        order=order,
        producer_id=group.producer_id,
        currency=order.currency,
        total_minor=group.total_minor,
        status=ProducerOrderStatus(order.status),
        placed_at=None if order.awaits_verification else now,
        answer_due_at=None if order.awaits_verification else answer_due_at(group.lines[0].pack.good.producer, now=now),
    )
    OrderLine.objects.bulk_create(_line(part, item, position=n) for n, item in enumerate(group.lines, start=1))


def _line(part: ProducerOrder, item: BasketItem, *, position: int) -> OrderLine:
    """Copy everything that the order must keep, whatever becomes of the good."""
    pack, good = item.pack, item.pack.good
    assert item.unit_price is not None  # noqa: S101 - for the type checker: a line without a price was refused above
    return OrderLine(
        producer_order=part,
        position=position,
        pack=pack,
        sku=pack.sku,
        names=texts_of(good, "name"),
        pack_names=texts_of(pack, "name"),
        hs_code=good.hs_code,
        unit_code=good.unit.code,
        content=pack.content,
        net_kg=pack.net_kg,
        gross_kg=pack.gross_kg,
        moq=pack.moq,
        step=pack.step,
        quantity=item.quantity,
        unit_price=item.unit_price,
        currency=item.currency,
        total_minor=item.total_minor,
    )


def _announce(order: Order, *, user: User, now: datetime) -> None:
    verb = "order.awaiting_verification" if order.awaits_verification else "order.placed"
    record_event(
        verb=verb,
        subject=order,
        actor=user.pk,
        actor_label=str(user),
        at=now,
        data={"number": order.number, "total_minor": order.total_minor, "currency": order.currency},
    )
    if order.awaits_verification:
        tell_that_it_waits(order, now=now)
        return
    enqueue(
        topic=verb,
        dedupe_key=order.number,
        aggregate=order.number,
        payload={"order_id": order.pk},
        now=now,
    )
