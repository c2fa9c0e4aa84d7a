"""An order of a company that waits for its verification: kept, seen by nobody else, then placed or cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import Availability, Pack
from marketplace.clearance.errors import PartNotConfirmed
from marketplace.clearance.models import HandOff
from marketplace.clearance.services import prepare_hand_off
from marketplace.companies.models import Company, CompanyStatus, Membership
from marketplace.companies.services import refuse_company, return_company, suspend_company, verify_company
from marketplace.orders import services
from marketplace.orders.errors import BuyerNotVerified, MayNotOrder
from marketplace.orders.models import BasketOwner, Order, OrderLine, ProducerOrder
from marketplace.orders.selectors import basket_summary, producer_orders_of, waiting_count
from marketplace.orders.states import (
    ORDER_TRANSITIONS,
    CancelReason,
    OrderStatus,
    ProducerOrderStatus,
    TransitionNotAllowed,
)
from marketplace.orders.tasks import settle
from marketplace.outbox.services import drain
from marketplace.payments.errors import NotPlacedYet
from marketplace.payments.models import BankTransfer
from marketplace.payments.services import await_transfer
from tests.factories.catalog import PackFactory
from tests.factories.companies import MembershipFactory, person_of
from tests.integration.scenes import text_of

pytestmark = pytest.mark.django_db

Submit = Callable[..., Order]


@pytest.fixture
def applicant(db: None) -> Membership:
    """Somebody who may order for a company that nobody has verified yet."""
    return MembershipFactory.create(company__status=CompanyStatus.PENDING)


@pytest.fixture
def submit(applicant: Membership, now: datetime) -> Submit:
    def send(*packs: Pack, quantity: int = 5) -> Order:
        owner = BasketOwner.of_user(applicant.user)
        for pack in packs:
            services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=quantity, now=now)
        return services.place_order(
            user=applicant.user,
            company=applicant.company,
            idempotency_key="key",
            expected_fingerprint=basket_summary(owner, language="vi").fingerprint,
            now=now,
        )

    return send


def verified(company: Company, actor: User, now: datetime) -> None:
    verify_company(company_id=company.pk, actor=actor, now=now)
    drain(now=now)


def test_it_is_numbered_and_nobody_but_its_buyer_hears_of_it(submit: Submit, now: datetime) -> None:
    pack = PackFactory.create()
    order = submit(pack)
    drain(now=now)

    part = order.producer_orders.get()
    assert (order.status, part.status) == (
        OrderStatus.AWAITING_VERIFICATION,
        ProducerOrderStatus.AWAITING_VERIFICATION,
    )
    assert len(order.number) == 13
    assert order.verification_until == now + timedelta(days=30)
    assert part.placed_at is None
    assert not producer_orders_of(pack.good.producer).exists()
    assert waiting_count(pack.good.producer) == 0
    assert not BankTransfer.objects.exists()
    (letter,) = mail.outbox
    assert letter.to == [order.placed_by.email]
    assert AuditEvent.objects.filter(verb="order.awaiting_verification").count() == 1


def test_neither_answer_nor_payment_nor_hand_off_can_start(submit: Submit, actor: User, now: datetime) -> None:
    part = submit(PackFactory.create()).producer_orders.get()
    seller = person_of(part.producer)
    with pytest.raises(TransitionNotAllowed):
        services.confirm_producer_order(producer_order_id=part.pk, actor=seller, now=now)
    with pytest.raises(TransitionNotAllowed):
        services.decline_producer_order(producer_order_id=part.pk, reason="no", actor=seller, now=now)
    with pytest.raises(PartNotConfirmed):
        prepare_hand_off(producer_order_id=part.pk, now=now)
    with pytest.raises(NotPlacedYet):
        await_transfer(part.order, now=now)
    assert not HandOff.objects.exists()


def test_the_database_keeps_it_from_its_producer(submit: Submit, now: datetime) -> None:
    submit(PackFactory.create())
    for broken in (
        {"placed_at": now},
        {"status": "placed"},
        {"status": "confirmed", "confirmed_at": now},
        {"status": "cancelled"},
        {"cancel_reason": "other"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProducerOrder.objects.update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(verification_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.update(submitted_unit_price=OrderLine.objects.get().unit_price)


def test_verification_places_it_at_the_prices_of_the_day_and_tells_old_and_new(
    submit: Submit, applicant: Membership, actor: User, now: datetime
) -> None:
    changed, same = PackFactory.create(), PackFactory.create()
    seller = MembershipFactory.create(sales=True, company=changed.good.producer)
    order = submit(changed, same)
    drain(now=now)
    changed.price_breaks.update(unit_price=Decimal("2.60000"))
    mail.outbox.clear()
    later = now + timedelta(days=2)

    verified(applicant.company, actor, later)

    order.refresh_from_db()
    line, kept = (OrderLine.objects.get(pack=pack) for pack in (changed, same))
    assert (line.submitted_unit_price, line.unit_price) == (Decimal("2.45000"), Decimal("2.60000"))
    assert (line.submitted_total_minor, line.total_minor) == (12250, 13000)
    assert (kept.submitted_unit_price, kept.total_minor) == (None, 12250)
    assert (order.status, order.total_minor) == (OrderStatus.PLACED, 25250)
    assert {part.placed_at for part in order.producer_orders.all()} == {later}
    assert BankTransfer.objects.get().amount_minor == 25250
    assert producer_orders_of(seller.company).count() == 1
    letters = [letter for letter in mail.outbox if order.number in letter.body]
    told = "\n".join(str(letter.body) for letter in letters if letter.to == [applicant.user.email])
    assert "122,50" in told
    assert "130,00" in told
    assert [seller.user.email] in [letter.to for letter in letters]
    event = AuditEvent.objects.get(verb="order.placed")
    assert event.data["price_changes"] == [{"line": changed.sku, "from": "2.45000", "to": "2.60000"}]


def test_what_can_no_longer_be_ordered_never_comes_to_its_producer(
    submit: Submit, applicant: Membership, actor: User, now: datetime
) -> None:
    gone, there = PackFactory.create(), PackFactory.create()
    order = submit(gone, there)
    Pack.objects.filter(pk=gone.pk).update(availability=Availability.SOLD_OUT)

    verified(applicant.company, actor, now)

    order.refresh_from_db()
    parts = {part.producer_id: part for part in order.producer_orders.all()}
    cancelled, placed = parts[gone.good.producer_id], parts[there.good.producer_id]
    assert (cancelled.status, cancelled.cancel_reason) == (ProducerOrderStatus.CANCELLED, CancelReason.NOT_ORDERABLE)
    assert (placed.status, order.status) == (ProducerOrderStatus.PLACED, OrderStatus.PLACED)
    assert BankTransfer.objects.get().amount_minor == placed.total_minor
    assert not producer_orders_of(gone.good.producer).exists()


@pytest.mark.parametrize("change", [{"content": 9}, {"moq": 6}, {"step": 4, "moq": 4}])
def test_an_order_of_which_nothing_is_left_is_cancelled(
    submit: Submit, applicant: Membership, actor: User, now: datetime, change: dict[str, int]
) -> None:
    order = submit(PackFactory.create())
    Pack.objects.update(**change)

    verified(applicant.company, actor, now)

    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert not BankTransfer.objects.exists()
    assert order.number in mail.outbox[-1].subject


def test_refusal_cancels_it_and_says_why(submit: Submit, applicant: Membership, actor: User, now: datetime) -> None:
    order = submit(PackFactory.create())
    refuse_company(company_id=applicant.company_id, reasons=["duplicate_company"], note="", actor=actor, now=now)
    drain(now=now)

    order.refresh_from_db()
    part = order.producer_orders.get()
    assert (order.status, part.cancel_reason, part.cancelled_at) == (
        OrderStatus.CANCELLED,
        CancelReason.COMPANY_REFUSED,
        now,
    )
    with pytest.raises(MayNotOrder) as refusal:
        submit(PackFactory.create())
    assert refusal.value.reason == "refused"


def test_thirty_days_cancel_it_and_the_job_may_run_as_often_as_it_likes(submit: Submit, now: datetime) -> None:
    order = submit(PackFactory.create())
    settle(now=now + timedelta(days=30) - timedelta(seconds=1))
    order.refresh_from_db()
    assert order.awaits_verification

    for _ in range(3):
        settle(now=now + timedelta(days=30))
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert order.producer_orders.get().cancel_reason == CancelReason.VERIFICATION_EXPIRED
    assert AuditEvent.objects.filter(verb="order.cancelled").count() == 1


def test_placing_twice_is_once_and_the_job_finds_what_a_message_missed(
    submit: Submit, applicant: Membership, now: datetime
) -> None:
    order = submit(PackFactory.create())
    Company.objects.filter(pk=applicant.company_id).update(status=CompanyStatus.VERIFIED)
    for _ in range(3):
        settle(now=now)
    assert BankTransfer.objects.count() == 1
    assert AuditEvent.objects.filter(verb="order.placed").count() == 1
    with pytest.raises(TransitionNotAllowed):
        services.place_awaiting_order(order_id=order.pk, now=now)


@pytest.mark.parametrize("act", [return_company, suspend_company])
def test_a_company_that_has_to_correct_something_or_is_suspended_keeps_its_order_waiting(
    submit: Submit, applicant: Membership, actor: User, now: datetime, act: Callable[..., Company]
) -> None:
    order = submit(PackFactory.create())
    items = {"items": ["tax_code"]} if act is return_company else {}
    act(company_id=applicant.company_id, reasons=["other"], note="x", actor=actor, now=now, **items)
    drain(now=now)
    settle(now=now)
    order.refresh_from_db()
    assert order.awaits_verification
    with pytest.raises(BuyerNotVerified):
        services.place_awaiting_order(order_id=order.pk, now=now)


def test_the_setting_lets_nobody_order_before_she_is_verified(submit: Submit, settings: Settings) -> None:
    settings.ORDER_BEFORE_VERIFICATION = False
    with pytest.raises(MayNotOrder) as refusal:
        submit(PackFactory.create())
    assert refusal.value.reason == "unverified"
    assert not Order.objects.exists()


def test_every_state_of_an_order_says_where_it_leads() -> None:
    assert set(ORDER_TRANSITIONS) == set(OrderStatus)


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_the_buyers_pages_say_that_it_waits(
    client: Client, submit: Submit, applicant: Membership, language: str
) -> None:
    order = submit(PackFactory.create())
    client.force_login(applicant.user)
    words = {"zh-hans": "核验", "vi": "xác minh", "en": "verif"}[language]
    page = client.get(f"/{language}/orders/{order.number}/")
    assert words in text_of(page)
    assert page.context["payment"] is None
    assert words in text_of(client.get(f"/{language}/orders/"))
    answer = client.get(f"/api/v1/orders/{order.number}", {"lang": language}).json()
    assert (answer["status"], answer["parts"][0]["status"]) == ("awaiting_verification",) * 2


def test_the_page_shows_old_and_new_after_the_prices_changed(
    client: Client, submit: Submit, applicant: Membership, actor: User, now: datetime
) -> None:
    pack = PackFactory.create()
    order = submit(pack)
    pack.price_breaks.update(unit_price=Decimal("2.60000"))
    verified(applicant.company, actor, now)
    client.force_login(applicant.user)
    text = text_of(client.get(f"/vi/orders/{order.number}/"))
    assert "122,50" in text
    assert "130,00" in text


def test_a_producer_cannot_reach_it_by_its_number(
    client: Client, submit: Submit, applicant: Membership, actor: User, now: datetime
) -> None:
    pack = PackFactory.create()
    seller = MembershipFactory.create(sales=True, company=pack.good.producer)
    part = submit(pack).producer_orders.get()
    client.force_login(seller.user)
    for address in (f"/vi/producer/orders/{part.number}/", f"/vi/producer/orders/{part.number}/confirm/"):
        assert client.post(address).status_code in {404, 405}
        assert client.get(address).status_code in {404, 405}
    verified(applicant.company, actor, now)
    assert client.get(f"/vi/producer/orders/{part.number}/").status_code == 200
