"""A basket holds what can be ordered, adds up, and goes with its owner."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from marketplace.accounts.models import User
from marketplace.catalog.models import Pack
from marketplace.kernel.quantities import MAX_QUANTITY, OrderRule, QuantityNotOrderable
from marketplace.orders import services
from marketplace.orders.errors import BasketFull, GoodNotOrderable
from marketplace.orders.models import Basket, BasketLine, BasketOwner
from marketplace.orders.selectors import basket_line_count, basket_summary
from marketplace.orders.services import basket as baskets
from marketplace.orders.services.basket import MergedLine
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.factories.orders import BasketFactory, BasketLineFactory

pytestmark = pytest.mark.django_db


def quantities(owner: BasketOwner) -> dict[str, int]:
    lines = BasketLine.objects.filter(basket__in=Basket.objects.of_owner(owner))
    return dict(lines.values_list("pack__sku", "quantity"))


def secret(basket: Basket) -> str:
    assert basket.token is not None
    return basket.token


def person(basket: Basket) -> User:
    assert basket.user is not None
    return basket.user


def test_nothing_is_written_for_a_visitor_who_only_looks() -> None:
    summary = basket_summary(BasketOwner.of_visitor("a" * 43), language="vi")

    assert (summary.line_count, summary.total_minor, summary.can_be_ordered) == (0, 0, False)
    assert not Basket.objects.exists()


def test_the_first_pack_makes_the_basket(owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()

    line = services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=7, now=now)

    assert line.quantity == 7
    assert quantities(owner) == {pack.sku: 7}
    assert Basket.objects.get().updated_at == now
    assert basket_line_count(owner) == 1


def test_the_same_pack_again_adds_up_to_what_can_be_ordered(owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()  # 5, 7, 9, 11 ...

    services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)
    line = services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)

    assert line.quantity == 11


@pytest.mark.parametrize(
    ("quantity", "lower", "upper"), [(1, None, 5), (4, None, 5), (6, 5, 7), (10**9, MAX_QUANTITY, None)]
)
def test_a_quantity_off_the_rule_is_refused_with_the_nearest(
    owner: BasketOwner, now: datetime, quantity: int, lower: int | None, upper: int | None
) -> None:
    pack = PackFactory.create()

    with pytest.raises(QuantityNotOrderable) as refusal:
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=quantity, now=now)

    assert (refusal.value.lower, refusal.value.upper) == (lower, upper)
    assert quantities(owner) == {}


@pytest.mark.parametrize(
    ("pack", "reason"),
    [
        ({"good__draft": True}, "unpublished"),
        ({"good__withdrawn": True}, "unpublished"),
        ({"good__producer__suspended": True}, "unpublished"),
        ({"good__enquiry": True}, "enquiry"),
        ({"sold_out": True}, "sold_out"),
        ({"unpriced": True}, "no_price"),
    ],
)
def test_what_cannot_be_ordered_does_not_enter_the_basket(
    owner: BasketOwner, now: datetime, pack: dict[str, bool], reason: str
) -> None:
    sku = PackFactory.create(**pack).sku

    with pytest.raises(GoodNotOrderable) as refusal:
        services.add_to_basket(owner=owner, pack_sku=sku, quantity=5, now=now)

    assert (refusal.value.reason, refusal.value.sku) == (reason, sku)
    assert quantities(owner) == {}


def test_an_unknown_pack_is_told_as_such(owner: BasketOwner, now: datetime) -> None:
    with pytest.raises(Pack.DoesNotExist):
        services.add_to_basket(owner=owner, pack_sku="HH-XX", quantity=5, now=now)


def test_a_quantity_is_changed_or_stays_as_it_was(owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()
    services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)

    services.set_quantity(owner=owner, pack_sku=pack.sku, quantity=51, now=now)
    with pytest.raises(QuantityNotOrderable):
        services.set_quantity(owner=owner, pack_sku=pack.sku, quantity=52, now=now)

    assert quantities(owner) == {pack.sku: 51}


def test_a_line_that_is_not_there_cannot_be_changed(owner: BasketOwner, now: datetime) -> None:
    with pytest.raises(BasketLine.DoesNotExist):
        services.set_quantity(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=now)


def test_a_line_is_removed_once(owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()
    services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)

    assert services.remove_line(owner=owner, pack_sku=pack.sku, now=now)
    assert not services.remove_line(owner=owner, pack_sku=pack.sku, now=now)
    assert quantities(owner) == {}


def test_nobody_reaches_into_the_basket_of_another(owner: BasketOwner, now: datetime) -> None:
    strangers = BasketLineFactory.create()

    assert not services.remove_line(owner=owner, pack_sku=strangers.pack.sku, now=now)

    assert basket_line_count(owner) == 0
    assert BasketLine.objects.filter(pk=strangers.pk).exists()


def test_a_basket_is_not_filled_without_end(
    owner: BasketOwner, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baskets, "MAX_LINES", 2)
    monkeypatch.setattr(baskets, "MAX_LINES_PER_PRODUCER", 1)
    good = GoodFactory.create()
    first, second = PackFactory.create(good=good), PackFactory.create(good=good)

    services.add_to_basket(owner=owner, pack_sku=first.sku, quantity=5, now=now)
    with pytest.raises(BasketFull) as of_one_producer:
        services.add_to_basket(owner=owner, pack_sku=second.sku, quantity=5, now=now)
    services.add_to_basket(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=now)
    with pytest.raises(BasketFull) as of_all:
        services.add_to_basket(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=now)
    services.add_to_basket(owner=owner, pack_sku=first.sku, quantity=5, now=now)  # more of the same is no new line

    assert of_one_producer.value.per_producer
    assert not of_all.value.per_producer


def test_a_secret_is_long_and_never_the_same() -> None:
    tokens = {services.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


class TestMerging:
    def test_what_lies_in_both_is_summed_and_rounded_up_and_nothing_is_lost(self, now: datetime) -> None:
        visitors = BasketFactory.create(visitor=True)
        own = BasketFactory.create()
        both, only_own, only_visitors = PackFactory.create_batch(3)
        BasketLineFactory.create(basket=own, pack=both, quantity=7)
        BasketLineFactory.create(basket=own, pack=only_own, quantity=9)
        BasketLineFactory.create(basket=visitors, pack=both, quantity=5)
        BasketLineFactory.create(basket=visitors, pack=only_visitors, quantity=11)

        merged = services.merge_baskets(token=secret(visitors), user=person(own), now=now)

        assert merged is not None
        assert (merged.basket, merged.sums) == (own, (MergedLine(sku=both.sku, own=7, visitors=5, now=13),))
        assert quantities(BasketOwner.of_user(person(own))) == {both.sku: 13, only_own.sku: 9, only_visitors.sku: 11}
        assert not Basket.objects.filter(token=visitors.token).exists()

    def test_a_first_sign_in_takes_the_visitors_basket_over(self, now: datetime) -> None:
        visitors = BasketFactory.create(visitor=True)
        line = BasketLineFactory.create(basket=visitors)
        user = UserFactory.create()

        services.merge_baskets(token=secret(visitors), user=user, now=now)

        assert quantities(BasketOwner.of_user(user)) == {line.pack.sku: 5}

    def test_without_a_visitors_basket_nothing_happens(self, now: datetime) -> None:
        user = UserFactory.create()

        assert services.merge_baskets(token="x" * 43, user=user, now=now) is None
        assert not Basket.objects.exists()

    def test_what_can_no_longer_be_ordered_is_kept_too(self, now: datetime) -> None:
        visitors = BasketFactory.create(visitor=True)
        line = BasketLineFactory.create(basket=visitors, pack=PackFactory.create(sold_out=True))
        user = UserFactory.create()

        services.merge_baskets(token=secret(visitors), user=user, now=now)

        summary = basket_summary(BasketOwner.of_user(user), language="vi")
        assert [(problem.sku, problem.reason) for problem in summary.problems] == [(line.pack.sku, "sold_out")]

    @pytest.mark.parametrize(
        ("quantity", "expected"),
        [(5, 5), (6, 7), (3, 5), (MAX_QUANTITY + 5, MAX_QUANTITY), (MAX_QUANTITY - 1, MAX_QUANTITY)],
    )
    def test_rounding_up_never_leaves_what_can_be_ordered(self, quantity: int, expected: int) -> None:
        rule = OrderRule(moq=5, step=2)

        assert baskets.rounded_up(rule, quantity) == expected
        assert rule.allows(expected)


class TestSummary:
    def test_lines_stand_with_their_producer_with_price_units_and_weight(
        self, owner: BasketOwner, now: datetime
    ) -> None:
        producer = CompanyFactory.create(producer=True)
        good = GoodFactory.create(producer=producer)
        packs = [PackFactory.create(good=good), PackFactory.create(good=good), PackFactory.create()]
        for pack, quantity in zip(packs, [5, 51, 7], strict=True):
            services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=quantity, now=now)

        summary = basket_summary(owner, language="vi")

        assert [len(group.lines) for group in summary.groups] == [2, 1]
        assert summary.groups[0].producer_name == producer.name_vi
        few, many = summary.groups[0].lines
        assert (few.name, few.pack_name, few.unit) == (good.name_vi, "Thùng 10 kg", "kg")
        assert (few.units, few.unit_price, few.total_minor) == (Decimal(50), Decimal("2.45"), 12250)
        assert (many.units, many.unit_price, many.total_minor) == (Decimal(510), Decimal("2.30"), 117300)
        assert few.next_break is not None
        assert few.next_break.from_quantity == 50
        assert many.next_break is None
        assert few.gross_kg == Decimal("53.0")
        assert summary.total_minor == 12250 + 117300 + 17150
        assert summary.gross_kg == Decimal("667.8")
        assert summary.can_be_ordered

    def test_names_come_in_the_readers_language(self, owner: BasketOwner, now: datetime) -> None:
        pack = PackFactory.create(good__name_en="")
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)

        assert basket_summary(owner, language="zh-hans").items[0].pack_name == "10 千克纸箱"
        assert basket_summary(owner, language="en").items[0].name == pack.good.name_zh_hans

    def test_a_rule_that_changed_meanwhile_shows_as_a_problem_with_the_nearest(
        self, owner: BasketOwner, now: datetime
    ) -> None:
        pack = PackFactory.create()
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=7, now=now)
        Pack.objects.filter(pk=pack.pk).update(moq=6, step=4)

        summary = basket_summary(owner, language="vi")

        assert not summary.can_be_ordered
        (problem,) = summary.problems
        assert (problem.reason, problem.lower, problem.upper) == ("quantity", 6, 10)

    def test_the_fingerprint_changes_with_every_price_and_quantity_and_with_nothing_else(
        self, owner: BasketOwner, now: datetime
    ) -> None:
        pack = PackFactory.create()
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=7, now=now)
        first = basket_summary(owner, language="vi").fingerprint

        assert basket_summary(owner, language="zh-hans", with_pictures=False).fingerprint == first

        services.set_quantity(owner=owner, pack_sku=pack.sku, quantity=9, now=now)
        second = basket_summary(owner, language="vi").fingerprint
        pack.price_breaks.filter(from_quantity=1).update(unit_price=Decimal("2.46"))
        third = basket_summary(owner, language="vi").fingerprint
        assert len({first, second, third}) == 3

    def test_a_basket_costs_the_same_few_queries_whatever_lies_in_it(
        self, owner: BasketOwner, now: datetime, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        for _ in range(6):
            pack = PackFactory.create()
            PictureFactory.create(good=pack.good, position=2)
            PictureFactory.create(good=pack.good, position=1)
            services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)

        with django_assert_num_queries(3):  # type: ignore[operator]
            summary = basket_summary(owner, language="vi")
            assert all(item.picture is not None for item in summary.items)
        with django_assert_num_queries(1):  # type: ignore[operator]
            basket_line_count(owner)
