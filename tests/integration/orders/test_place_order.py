"""An order is placed once, with frozen prices, by somebody who may, for what she saw."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import Availability, Good, Pack
from marketplace.companies.models import Company, CompanyStatus, Membership, Role
from marketplace.kernel.languages import texts_of
from marketplace.orders import services
from marketplace.orders.errors import (
    AmountOutOfRange,
    BasketEmpty,
    BasketFull,
    BasketNotOrderable,
    MayNotOrder,
    PricesChanged,
)
from marketplace.orders.models import BasketOwner, Order, OrderLine, ProducerOrder
from marketplace.orders.selectors import basket_line_count, basket_summary
from marketplace.orders.services import place
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from marketplace.payments.models import BankTransfer, TransferStatus
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.companies import CompanyFactory, MembershipFactory, give
from tests.factories.pricing import PriceBreakFactory

pytestmark = pytest.mark.django_db


def fill(owner: BasketOwner, now: datetime, *packs: Pack, quantity: int = 5) -> None:
    for pack in packs:
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=quantity, now=now)


def place_order(purchaser: Membership, now: datetime, key: str = "key", **values: Any) -> Order:
    summary = basket_summary(BasketOwner.of_user(purchaser.user), language="vi")
    values.setdefault("expected_fingerprint", summary.fingerprint)
    return services.place_order(user=purchaser.user, company=purchaser.company, idempotency_key=key, now=now, **values)


def test_an_order_has_one_part_a_producer_and_adds_up(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    good = GoodFactory.create()
    fill(owner, now, PackFactory.create(good=good), PackFactory.create(good=good), PackFactory.create())

    order = place_order(purchaser, now, buyer_reference="PO-7", note="Giao buổi sáng")

    parts = list(order.producer_orders.order_by("number"))
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]
    assert [part.lines.count() for part in parts] == [2, 1]
    assert [part.total_minor for part in parts] == [24500, 12250]
    assert order.total_minor == 36750
    assert (order.buyer, order.placed_by, order.placed_at) == (purchaser.company, purchaser.user, now)
    assert (order.buyer_reference, order.note, order.currency) == ("PO-7", "Giao buổi sáng", "USD")
    assert all(len(part.number) <= 16 for part in parts)
    assert basket_line_count(owner) == 0


def test_a_line_keeps_everything_whatever_becomes_of_the_good(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    pack = PackFactory.create()
    fill(owner, now, pack, quantity=51)

    place_order(purchaser, now)
    Pack.objects.update(name_vi="khác", content=1, moq=99, step=9, gross_kg=99)
    Good.objects.update(name_zh_hans="别的", hs_code="08109090")
    pack.price_breaks.update(unit_price=1)

    line = OrderLine.objects.get()
    assert (line.sku, line.names) == (pack.sku, texts_of(pack.good, "name"))
    assert line.pack_names == {"zh-hans": "10 千克纸箱", "vi": "Thùng 10 kg", "en": "10 kg carton"}
    assert (line.hs_code, line.unit_code, line.content) == ("1006209000", "035", Decimal(10))
    assert (line.net_kg, line.gross_kg) == (Decimal(10), Decimal("10.6"))
    assert (line.moq, line.step, line.quantity, line.units) == (5, 2, 51, Decimal(510))
    assert (line.unit_price, line.currency, line.total_minor) == (Decimal("2.30"), "USD", 117300)


def test_the_database_keeps_minimum_and_step_of_a_line(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    fill(owner, now, PackFactory.create())
    place_order(purchaser, now)

    for quantity in (3, 6):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderLine.objects.update(quantity=quantity)


def test_the_place_of_delivery_is_copied_where_it_is_one_for_all(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    fill(owner, now, PackFactory.create(), PackFactory.create())
    assert place_order(purchaser, now, "a").delivery_places["vi"] == "Hà Khẩu"

    fill(owner, now, PackFactory.create(), PackFactory.create(good__fob_place_vi="Mông Tự"))
    assert place_order(purchaser, now, "b").delivery_places == {}


def test_a_transfer_is_awaited_from_the_instant_the_order_exists(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    fill(owner, now, PackFactory.create())

    order = place_order(purchaser, now)

    transfer = BankTransfer.objects.get(order=order)
    assert (transfer.reference, transfer.amount_minor, transfer.currency) == (order.number, 12250, "USD")
    assert transfer.status == TransferStatus.AWAITED


def test_the_same_key_gives_the_same_order_and_leaves_the_new_basket_alone(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    fill(owner, now, PackFactory.create())
    seen = basket_summary(owner, language="vi").fingerprint
    first = place_order(purchaser, now)
    fill(owner, now, PackFactory.create())

    again = place_order(purchaser, now, expected_fingerprint=seen)

    assert again == first
    assert Order.objects.count() == 1
    assert OutboxMessage.objects.filter(topic="order.placed").count() == 1
    assert basket_line_count(owner) == 1


def test_another_key_is_another_order(purchaser: Membership, owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()
    fill(owner, now, pack)
    first = place_order(purchaser, now, "a")
    fill(owner, now, pack)

    assert place_order(purchaser, now, "b").number != first.number


def test_the_key_of_one_company_is_no_key_of_another(now: datetime) -> None:
    pack = PackFactory.create()
    numbers = set()
    for purchaser in MembershipFactory.create_batch(2):
        fill(BasketOwner.of_user(purchaser.user), now, pack)
        numbers.add(place_order(purchaser, now, "same").number)

    assert len(numbers) == 2


def test_an_empty_basket_is_no_order(purchaser: Membership, owner: BasketOwner, now: datetime) -> None:
    with pytest.raises(BasketEmpty):
        place_order(purchaser, now)

    fill(owner, now, PackFactory.create())
    services.remove_line(owner=owner, pack_sku=Pack.objects.get().sku, now=now)
    with pytest.raises(BasketEmpty):
        place_order(purchaser, now)


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _filled(self, owner: BasketOwner, now: datetime) -> None:
        fill(owner, now, PackFactory.create())

    def refused(self, purchaser: Membership, now: datetime, error: type[Exception], **values: Any) -> Any:
        with pytest.raises(error) as refusal:
            place_order(purchaser, now, **values)
        assert not Order.objects.exists()
        assert not ProducerOrder.objects.exists()
        assert not AuditEvent.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert basket_line_count(BasketOwner.of_user(purchaser.user)) == 1
        return refusal.value

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OWNER, Role.PURCHASER}])
    def test_only_some_roles_commit_the_company(self, purchaser: Membership, now: datetime, role: Role) -> None:
        give(purchaser, role)

        assert self.refused(purchaser, now, MayNotOrder).reason == "role"

    def test_a_suspended_company_orders_nothing(self, purchaser: Membership, now: datetime) -> None:
        Company.objects.filter(pk=purchaser.company_id).update(status=CompanyStatus.SUSPENDED)

        assert self.refused(purchaser, now, MayNotOrder).reason == "suspended"

    def test_nobody_orders_for_a_company_that_is_not_hers(self, purchaser: Membership, now: datetime) -> None:
        purchaser.company = CompanyFactory.create()

        assert self.refused(purchaser, now, MayNotOrder).reason == "no_membership"

    def test_a_producer_does_not_buy(self, purchaser: Membership, now: datetime) -> None:
        purchaser.company = MembershipFactory.create(sales=True, user=purchaser.user, roles=(Role.OWNER,)).company

        assert self.refused(purchaser, now, MayNotOrder).reason == "not_a_buyer"

    def test_a_price_that_changed_since_she_looked_is_shown_first(self, purchaser: Membership, now: datetime) -> None:
        seen = basket_summary(BasketOwner.of_user(purchaser.user), language="vi").fingerprint
        Pack.objects.get().price_breaks.filter(from_quantity=1).update(unit_price=Decimal("2.50"))

        refusal = self.refused(purchaser, now, PricesChanged, expected_fingerprint=seen)

        assert (refusal.total_minor, refusal.currency) == (12500, "USD")

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            (lambda: Pack.objects.update(availability=Availability.SOLD_OUT), "sold_out"),
            (
                lambda: Good.objects.update(
                    ordering="enquiry",
                    ordering_reason_zh_hans="须先取得许可证",
                    ordering_reason_vi="Cần giấy phép trước",
                ),
                "enquiry",
            ),
            (lambda: Good.objects.update(status="withdrawn"), "unpublished"),
            (lambda: Pack.objects.update(moq=6), "quantity"),
            (lambda: Pack.objects.get().price_breaks.all().delete(), "no_price"),
        ],
    )
    def test_what_changed_under_the_basket_is_checked_again(
        self, purchaser: Membership, now: datetime, change: Any, reason: str
    ) -> None:
        change()

        refusal = self.refused(purchaser, now, BasketNotOrderable)

        assert [problem.reason for problem in refusal.problems] == [reason]

    def test_more_lines_than_a_customs_message_carries_are_refused(
        self, purchaser: Membership, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(place, "MAX_LINES_PER_PRODUCER", 0)

        assert self.refused(purchaser, now, BasketFull).per_producer

    def test_a_total_that_banks_cannot_write_is_refused(self, purchaser: Membership, now: datetime) -> None:
        Pack.objects.update(content=Decimal(99_999_999), moq=5)
        Pack.objects.get().price_breaks.update(unit_price=Decimal(9_999_999))

        self.refused(purchaser, now, AmountOutOfRange)

    def test_a_total_under_the_smallest_coin_is_refused(self, purchaser: Membership, now: datetime) -> None:
        Pack.objects.update(content=Decimal("0.001"), net_kg=Decimal("0.001"))
        Pack.objects.get().price_breaks.update(unit_price=Decimal("0.00001"))

        self.refused(purchaser, now, AmountOutOfRange)


def test_an_effect_that_fails_takes_the_order_with_it(
    purchaser: Membership, owner: BasketOwner, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(owner, now, PackFactory.create())

    def fail(order: Order, *, now: datetime) -> None:
        raise LookupError

    monkeypatch.setattr(place, "placed_effects", lambda: iter([fail]))
    with pytest.raises(LookupError):
        place_order(purchaser, now)

    assert not Order.objects.exists()
    assert basket_line_count(owner) == 1


def test_buyer_and_producers_are_told_each_in_her_own_language(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    pack = PackFactory.create()
    person = MembershipFactory.create(sales=True, company=pack.good.producer).user
    MembershipFactory.create(sales=True)  # of a producer that has no part in it
    fill(owner, now, pack)
    order = place_order(purchaser, now)

    drain(now=now)
    OutboxMessage.objects.filter(topic="order.placed").update(state="ready", done_at=None)
    drain(now=now)  # at least once is the promise; once is what people see

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {purchaser.user.email, person.email}
    assert len(mail.outbox) == 2
    to_buyer, to_producer = letters[purchaser.user.email], letters[person.email]
    assert order.number in to_buyer.subject
    assert f"/vi/orders/{order.number}/" in to_buyer.body
    assert "122,50 USD" in to_buyer.body
    assert to_buyer.extra_headers["Content-Language"] == "vi"
    assert pack.good.name_vi in to_buyer.body
    assert f"5 × {pack.name_vi}" in to_buyer.body, "lines"
    assert order.bank_transfer.reference in to_buyer.body, "how to pay"
    assert f"{order.number}-1" in to_producer.subject
    assert f"/zh-hans/producer/orders/{order.number}-1/" in to_producer.body
    assert pack.good.name_zh_hans in to_producer.body
    assert "&#" not in f"{to_producer.body}{to_buyer.body}"


def test_the_audit_trail_says_who_ordered_what(purchaser: Membership, owner: BasketOwner, now: datetime) -> None:
    fill(owner, now, PackFactory.create())

    order = place_order(purchaser, now)

    event = AuditEvent.objects.get(verb="order.placed")
    assert (event.actor_id, event.actor_label, event.at) == (purchaser.user_id, str(purchaser.user), now)
    assert event.data == {"number": order.number, "total_minor": 12250, "currency": "USD"}


def test_placing_costs_the_same_queries_whatever_the_number_of_lines(
    purchaser: Membership, owner: BasketOwner, now: datetime, django_assert_max_num_queries: Any
) -> None:
    good = GoodFactory.create()
    for _ in range(12):
        fill(owner, now, PackFactory.create(good=good))

    with django_assert_max_num_queries(23):
        place_order(purchaser, now)


def test_the_price_of_the_largest_break_reached_counts(
    purchaser: Membership, owner: BasketOwner, now: datetime
) -> None:
    pack = PackFactory.create()
    PriceBreakFactory.create(pack=pack, from_quantity=20, unit_price=Decimal("0.304"))
    fill(owner, now, pack, quantity=21)

    place_order(purchaser, now)

    line = OrderLine.objects.get()
    assert (line.unit_price, line.total_minor) == (Decimal("0.304"), 6384)
