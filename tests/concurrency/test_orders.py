"""Two at the same moment: one order, no lost pack, one answer."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from marketplace.companies.models import Membership
from marketplace.orders import services
from marketplace.orders.errors import BasketEmpty, IdempotencyKeyReused
from marketplace.orders.models import Basket, BasketLine, BasketOwner, Order, ProducerOrder
from marketplace.orders.selectors import basket_summary
from marketplace.orders.states import TransitionNotAllowed
from marketplace.outbox.models import OutboxMessage
from marketplace.payments.models import BankTransfer
from marketplace.payments.services import record_transfer_received
from tests.concurrency.threads import at_once
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.companies import MembershipFactory, person_of
from tests.factories.orders import BasketFactory, BasketLineFactory, OrderFactory, ProducerOrderFactory
from tests.factories.payments import BankTransferFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(1, 6)


def submit(purchaser: Membership, key: str, fingerprint: str, now: datetime) -> Order:
    return services.place_order(
        user=purchaser.user,
        company=purchaser.company,
        idempotency_key=key,
        expected_fingerprint=fingerprint,
        now=now,
    )


def filled(purchaser: Membership, now: datetime) -> str:
    owner = BasketOwner.of_user(purchaser.user)
    services.add_to_basket(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=now)
    return basket_summary(owner, language="vi").fingerprint


def test_one_form_submitted_by_two_threads_is_one_order(now: datetime) -> None:
    for n in ROUNDS:
        purchaser = MembershipFactory.create()
        fingerprint = filled(purchaser, now)

        first, second = at_once(*[partial(submit, purchaser, "key", fingerprint, now)] * 2)

        assert isinstance(first, Order), first
        assert first == second
        assert Order.objects.count() == ProducerOrder.objects.count() == BankTransfer.objects.count() == n
        assert OutboxMessage.objects.filter(topic="order.placed").count() == n


def test_one_basket_ordered_by_two_forms_is_one_order(now: datetime) -> None:
    purchaser = MembershipFactory.create()
    fingerprint = filled(purchaser, now)

    results = at_once(*(partial(submit, purchaser, key, fingerprint, now) for key in "ab"))

    assert {type(result) for result in results} == {Order, BasketEmpty}
    assert Order.objects.count() == 1


def test_one_key_of_one_company_used_by_two_people_is_one_order(now: datetime) -> None:
    purchaser = MembershipFactory.create()
    colleague = MembershipFactory.create(company=purchaser.company)
    acts = [partial(submit, person, "key", filled(person, now), now) for person in (purchaser, colleague)]

    results = at_once(*acts)

    # What the other one asked for is not what was ordered under her key, and she is told so.
    assert {type(result) for result in results} == {Order, IdempotencyKeyReused}
    assert Order.objects.count() == 1
    assert BasketLine.objects.count() == 1, "the basket that was not ordered is still full"


def test_packs_added_by_several_threads_add_up(now: datetime) -> None:
    pack = PackFactory.create(moq=1, step=1)
    for _ in ROUNDS:
        owner = BasketOwner.of_user(UserFactory.create())
        add = partial(services.add_to_basket, owner=owner, pack_sku=pack.sku, now=now)

        results = at_once(*(partial(add, quantity=n) for n in (1, 2, 4, 8)))

        assert all(isinstance(result, BasketLine) for result in results), results
        assert BasketLine.objects.get(basket__in=Basket.objects.of_owner(owner)).quantity == 15


def test_two_sign_ins_merge_a_basket_once(now: datetime) -> None:
    visitors = BasketFactory.create(visitor=True)
    pack = PackFactory.create(moq=1, step=1)
    BasketLineFactory.create(basket=visitors, pack=pack, quantity=3)
    user = UserFactory.create()
    assert visitors.token is not None

    results = at_once(*[partial(services.merge_baskets, token=visitors.token, user=user, now=now)] * 3)

    assert not [result for result in results if isinstance(result, Exception)]
    assert BasketLine.objects.get().quantity == 3
    assert Basket.objects.get().user == user


def test_confirmed_and_declined_at_once_one_of_them_counts(now: datetime) -> None:
    for n in ROUNDS:
        part = ProducerOrderFactory.create()
        actor = person_of(part.producer)

        results = at_once(
            partial(services.confirm_producer_order, producer_order_id=part.pk, actor=actor, now=now),
            partial(services.decline_producer_order, producer_order_id=part.pk, reason="No.", actor=actor, now=now),
        )

        assert {type(result) for result in results} == {ProducerOrder, TransitionNotAllowed}
        assert OutboxMessage.objects.filter(topic="producer_order.answered").count() == n
    confirmations = OutboxMessage.objects.filter(topic="producer_order.confirmed").count()
    assert confirmations == ProducerOrder.objects.filter(status="confirmed").count()


def test_two_producers_who_decline_at_once_leave_nothing_to_be_paid(now: datetime) -> None:
    order = OrderFactory.create(total_minor=300)
    transfer = BankTransferFactory.create(order=order)
    parts = [
        ProducerOrderFactory.create(order=order, total_minor=100 * n, number=f"{order.number}-{n}") for n in (1, 2)
    ]
    actors = [person_of(part.producer) for part in parts]

    results = at_once(
        *(
            partial(services.decline_producer_order, producer_order_id=part.pk, reason="No.", actor=actor, now=now)
            for part, actor in zip(parts, actors, strict=True)
        )
    )

    assert all(isinstance(result, ProducerOrder) for result in results), results
    transfer.refresh_from_db()
    assert transfer.status == "cancelled"


def test_a_payment_noted_by_two_operators_is_noted_once(now: datetime) -> None:
    actors = UserFactory.create_batch(2)
    transfer = BankTransferFactory.create()

    results = at_once(
        *(
            partial(
                record_transfer_received,
                transfer_id=transfer.pk,
                actor=actor,
                amount_minor=transfer.amount_minor,
                currency="USD",
                bank_note="",
                now=now,
            )
            for actor in actors
        )
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert OutboxMessage.objects.filter(topic="payment.received").count() == 1
