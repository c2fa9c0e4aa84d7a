"""One list of checks decides what can be ordered, for every door, and what may leave for customs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Availability
from marketplace.clearance.services import prepare_hand_off, resend_hand_off
from marketplace.companies.models import Membership
from marketplace.kernel.errors import DomainError
from marketplace.orders import checks, services
from marketplace.orders.checks import Question, Stage
from marketplace.orders.errors import BasketNotOrderable, GoodNotOrderable, MayNotOrder, Problem
from marketplace.orders.models import BasketOwner
from marketplace.orders.orderability import problems_of
from marketplace.orders.selectors import basket_summary
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.companies import CompanyFactory
from tests.factories.orders import OrderLineFactory
from tests.integration.scenes import signed_in_buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _as_before() -> Iterator[None]:
    """What a test registers is gone after it."""
    before = dict(checks._checks)
    yield
    checks._checks.clear()
    checks._checks.update(before)


def test_this_room_registers_its_own_rules() -> None:
    assert checks.names(Stage.PLACING)[:8] == [
        "capacity",
        "verification",
        "role",
        "offer",
        "licence",
        "stock",
        "quantity",
        "price",
    ]


@pytest.mark.usefixtures("_as_before")
def test_two_checks_of_one_name_keep_the_site_from_starting() -> None:
    with pytest.raises(ImproperlyConfigured):
        checks.register("stock", lambda _question: {})


def test_fifty_goods_are_answered_in_three_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    packs = PackFactory.create_batch(46)
    sold_out, unpriced = PackFactory.create(sold_out=True), PackFactory.create(unpriced=True)
    enquiry, hidden = PackFactory.create(good__enquiry=True), PackFactory.create(good__withdrawn=True)
    wanted = {pack.pk: 5 for pack in (*packs, sold_out, unpriced, enquiry, hidden)} | {packs[0].pk: 6}
    buyer = CompanyFactory.create(suspended=True)
    with django_assert_max_num_queries(3):
        found = problems_of(wanted, currency="USD", buyer=buyer)
    assert {key: problem.reason for key, problem in found.items()} == {
        None: "suspended",
        sold_out.pk: "sold_out",
        unpriced.pk: "no_price",
        enquiry.pk: "enquiry",
        hidden.pk: "unpublished",
        packs[0].pk: "quantity",
    }
    assert (found[packs[0].pk].lower, found[packs[0].pk].upper) == (5, 7)


def _refuse_all(reason: str, asked: list[int]) -> checks.Check:
    def check(question: Question) -> dict[int | None, Problem]:
        asked.append(len(question.lines))
        return {line.key: Problem(sku=line.pack.sku, reason=reason) for line in question.lines}

    return check


@pytest.mark.usefixtures("_as_before")
def test_a_check_of_another_room_refuses_at_every_door(client: Client, now: datetime) -> None:
    buyer = signed_in_buyer(client)
    owner, packs = BasketOwner.of_user(buyer.user), PackFactory.create_batch(3)
    for pack in packs:
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)
    asked: list[int] = []
    checks.register("season", _refuse_all("out_of_season", asked))

    summary = basket_summary(owner, language="vi")
    assert asked == [3]
    assert {problem.reason for problem in summary.problems} == {"out_of_season"}
    with pytest.raises(GoodNotOrderable):
        services.add_to_basket(owner=owner, pack_sku=packs[0].sku, quantity=5, now=now)
    with pytest.raises(BasketNotOrderable):
        services.place_order(
            user=buyer.user,
            company=buyer.company,
            idempotency_key="key",
            expected_fingerprint=summary.fingerprint,
            now=now,
        )
    lines = client.get("/api/v1/basket").json()["lines"]
    assert [line["problem"] for line in lines] == ["out_of_season"] * 3
    assert client.get("/vi/basket/").status_code == 200


@pytest.mark.usefixtures("_as_before")
def test_a_check_may_refuse_the_buyer(purchaser: Membership, owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create()
    services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=5, now=now)
    checks.register("credit", lambda question: {None: Problem(sku="", reason="credit")} if question.buyer else {})
    with pytest.raises(MayNotOrder) as refusal:
        services.ensure_may_order(user=purchaser.user, company=purchaser.company)
    assert refusal.value.reason == "credit"
    assert basket_summary(owner, language="vi").can_be_ordered


@pytest.mark.usefixtures("_as_before")
def test_what_a_check_holds_back_does_not_leave_for_customs_until_it_is_mended(now: datetime) -> None:
    line = OrderLineFactory.create(producer_order__confirmed=True)
    name = (Stage.HAND_OFF, "mandate")
    checks.register(name[1], _refuse_all("mandate_ended", []), stage=Stage.HAND_OFF)

    held = prepare_hand_off(producer_order_id=line.producer_order_id, now=now)

    assert (held.status, held.reason) == ("refused", f"{line.pack.sku} mandate_ended")
    del checks._checks[name]
    sent = resend_hand_off(hand_off_id=held.pk, actor=UserFactory.create(operator=True), now=now)
    assert (sent.status, sent.reason) == ("queued", "")


def test_what_is_sold_out_says_so_whatever_else_is_wrong(owner: BasketOwner, now: datetime) -> None:
    pack = PackFactory.create(availability=Availability.SOLD_OUT)
    with pytest.raises(DomainError) as refusal:
        services.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=6, now=now)
    assert getattr(refusal.value, "reason", "") == "sold_out"
