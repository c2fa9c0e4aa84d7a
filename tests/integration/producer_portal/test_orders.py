"""A producer answers her orders."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.audit.models import AuditEvent
from marketplace.companies.models import Membership
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.outbox.models import OutboxMessage
from marketplace.web import process_cache
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.integration.scenes import HOSTILE_TEXTS, placed_order, signed_in_producer, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(client: Client) -> Membership:
    """Somebody of a producer, signed in."""
    return signed_in_producer(client)


@pytest.fixture
def part(producer: Membership) -> ProducerOrder:
    """An order that waits for her answer."""
    return placed_order(producer=producer.company).producer_orders.get()


def act(client: Client, part: ProducerOrder, verb: str, language: str = "zh-hans", **fields: str) -> int:
    return client.post(f"/{language}/producer/orders/{part.number}/{verb}/", fields).status_code


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_an_order_shows_goods_buyer_and_what_to_do(client: Client, part: ProducerOrder, language: str) -> None:
    text = text_of(client.get(f"/{language}/producer/orders/{part.number}/"))
    suffix = language.replace("-", "_")
    assert part.lines.get().name_in(language) in text
    assert getattr(part.order.buyer, f"name_{suffix}") in text
    assert part.number in text_of(client.get(f"/{language}/producer/orders/"))


def test_confirming_sends_the_order_on_its_way(client: Client, part: ProducerOrder) -> None:
    assert act(client, part, "confirm") == 302
    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.CONFIRMED
    assert OutboxMessage.objects.filter(topic="producer_order.confirmed").count() == 1
    assert AuditEvent.objects.filter(verb="producer_order.confirmed").count() == 1


def test_an_answer_stands(client: Client, part: ProducerOrder) -> None:
    act(client, part, "confirm")
    assert act(client, part, "decline", reason="too late") == 302
    assert act(client, part, "confirm") == 302
    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.CONFIRMED
    assert OutboxMessage.objects.filter(topic="producer_order.confirmed").count() == 1


def test_declining_takes_a_reason_that_the_buyer_reads(client: Client, part: ProducerOrder) -> None:
    assert act(client, part, "decline", reason="  今年收成不好  ") == 302
    part.refresh_from_db()
    assert (part.status, part.decline_reason) == (ProducerOrderStatus.DECLINED, "今年收成不好")
    assert "今年收成不好" in text_of(client.get(f"/zh-hans/producer/orders/{part.number}/"))


@pytest.mark.parametrize("reason", ["", "   ", "\x01\x02", "a\x00b", "x" * 501, "x" * 20_000])
def test_without_a_reason_nothing_is_declined_and_what_was_typed_stays(
    client: Client, part: ProducerOrder, reason: str
) -> None:
    answer = client.post(f"/vi/producer/orders/{part.number}/decline/", {"reason": reason})
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == reason
    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.PLACED


@pytest.mark.parametrize("verb", ["confirm", "decline"])
def test_an_answer_is_asked_for_with_what_follows_and_given_by_a_second_touch(
    client: Client, part: ProducerOrder, verb: str
) -> None:
    order = f"/vi/producer/orders/{part.number}/"
    assert f'href="{order}{verb}/"' in client.get(order).content.decode()
    asked = client.get(f"{order}{verb}/")
    assert asked.status_code == 200
    assert "không thể rút lại" in text_of(asked)
    assert part.lines.get().name in text_of(asked)
    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.PLACED


@pytest.mark.parametrize("verb", ["confirm", "decline"])
def test_who_asks_once_more_after_the_answer_sees_the_order(client: Client, part: ProducerOrder, verb: str) -> None:
    act(client, part, "confirm")
    order = f"/vi/producer/orders/{part.number}/"
    assert client.get(f"{order}{verb}/")["Location"] == order


def test_the_list_is_filtered_by_status_and_counts_what_waits(client: Client, producer: Membership) -> None:
    waiting = placed_order(producer=producer.company).producer_orders.get()
    done = placed_order(producer=producer.company, confirmed=True).producer_orders.get()
    answer = client.get("/en/producer/orders/?status=confirmed")
    assert [row.number for row in answer.context["page"]] == [done.number]
    assert {row.number for row in client.get("/en/producer/orders/?status=").context["page"]} == {
        waiting.number,
        done.number,
    }
    assert answer.context["work_nav"][0].count == 1


@pytest.mark.usefixtures("part")
@pytest.mark.parametrize("query", ["status=zzz", "page=0", "page=1000000000", "page=x", "status=placed&page=-1"])
def test_odd_queries_show_the_list(client: Client, query: str) -> None:
    assert client.get(f"/vi/producer/orders/?{query}").status_code == 200


@pytest.mark.usefixtures("producer")
@pytest.mark.parametrize("number", [*HOSTILE_TEXTS[2:], "x" * 400])
def test_numbers_of_no_order_are_not_found(client: Client, number: str) -> None:
    assert client.get(f"/vi/producer/orders/{number}/").status_code == 404


def test_a_buyer_without_translated_names_is_shown_by_the_legal_one(client: Client, part: ProducerOrder) -> None:
    buyer = part.order.buyer
    type(buyer).objects.filter(pk=buyer.pk).update(name_zh_hans="", name_vi="", name_en="")
    assert buyer.legal_name in text_of(client.get(f"/zh-hans/producer/orders/{part.number}/"))
    assert buyer.legal_name in text_of(client.get("/zh-hans/producer/orders/"))


@pytest.mark.parametrize("count", [1, 8])
def test_list_and_page_cost_the_same_however_much_there_is(
    client: Client, producer: Membership, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        part = placed_order(producer=producer.company, lines=count, confirmed=True).producer_orders.get()
        ReceiptFactory.create(hand_off=HandOffFactory.create(producer_order=part, sent=True))
    process_cache.clear()
    with django_assert_max_num_queries(10):
        client.get("/vi/producer/orders/")
    with django_assert_max_num_queries(10):
        client.get(f"/vi/producer/orders/{part.number}/")


@pytest.mark.parametrize(
    ("language", "hers", "buyers"),
    [("zh-hans", "待您确认", "等待供货商确认"), ("vi", "Chờ bạn xác nhận", "Chờ nhà cung cấp xác nhận")],
)
def test_an_order_waits_for_her_not_for_some_producer(
    client: Client, part: ProducerOrder, language: str, hers: str, buyers: str
) -> None:
    for page in ("", f"{part.number}/"):
        text = text_of(client.get(f"/{language}/producer/orders/{page}"))
        assert hers in text
        assert buyers not in text
