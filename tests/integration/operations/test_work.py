"""What operators do: record payments, send hand-offs and messages again, review companies and goods."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import GoodStatus
from marketplace.clearance.models import HandOff
from marketplace.clearance.states import HandOffStatus
from marketplace.companies.models import CompanyStatus
from marketplace.orders.models import Order
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.payments.models import BankTransfer, TransferStatus
from marketplace.web import process_cache
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory, PictureFactory
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.factories.companies import CompanyFactory
from tests.factories.outbox import OutboxMessageFactory
from tests.integration.scenes import HOSTILE_TEXTS, placed_order, text_of

pytestmark = pytest.mark.django_db

HOME = "/admin/operations/"


@pytest.fixture(autouse=True)
def _operator(client: Client) -> None:
    client.force_login(UserFactory.create(operator=True))


@pytest.fixture
def order() -> Order:
    """An order of 122.50 USD that nobody has paid."""
    return placed_order()


def pay(client: Client, order: Order, **fields: str) -> int:
    typed = {"amount": "122.50", "currency": "USD", "bank_note": "VCB 123", **fields}
    return client.post(f"{HOME}orders/{order.number}/transfer/", typed).status_code


def test_a_payment_is_recorded_once(client: Client, order: Order) -> None:
    assert [pay(client, order), pay(client, order)] == [302, 302]
    transfer = BankTransfer.objects.get()
    assert (transfer.status, transfer.bank_note) == (TransferStatus.RECEIVED, "VCB 123")
    assert AuditEvent.objects.filter(verb="transfer.received").count() == 1


def test_amounts_are_read_as_people_write_them(client: Client, order: Order) -> None:
    assert pay(client, order, amount="１２２,50") == 302


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": "122.51"},
        {"currency": "VND"},
        {"currency": "XXX"},
        {"bank_note": "x" * 20_000},
        {"bank_note": "a\x00b"},
        *({"amount": text} for text in (*HOSTILE_TEXTS, "", "-122.50", "1.225e2", "122.505", "NaN", "9" * 40)),
    ],
)
def test_another_payment_is_not_recorded(client: Client, order: Order, fields: dict[str, str]) -> None:
    assert pay(client, order, **fields) == 422
    assert BankTransfer.objects.get().status == TransferStatus.AWAITED


@pytest.mark.parametrize("text", ["x" * 60, "%", "_", "‘", "a b", "' OR 1=1 --"])
def test_looking_for_what_is_not_there_finds_nothing(client: Client, order: Order, text: str) -> None:
    answer = client.get(f"{HOME}orders/", {"q": text})
    assert answer.status_code == 200
    assert order.number not in text_of(answer)


def test_orders_are_found_by_number_buyer_and_what_they_wait_for(client: Client, order: Order) -> None:
    other = placed_order(confirmed=True)
    BankTransfer.objects.filter(order=other).update(
        status=TransferStatus.RECEIVED, received_at=other.placed_at, received_by=other.placed_by
    )

    def found(**query: str) -> list[str]:
        return [row.number for row in client.get(f"{HOME}orders/", query).context["page"]]

    assert found(q=order.number.lower()) == [order.number]
    assert found(q=order.buyer.legal_name) == [order.number]
    assert found(show="waiting") == found(show="unpaid") == [order.number]
    assert set(found()) == {order.number, other.number}


def test_an_order_shows_why_a_part_was_declined(client: Client) -> None:
    order = placed_order(declined=True)
    assert "The harvest failed." in text_of(client.get(f"{HOME}orders/{order.number}/"))


def test_a_rejected_hand_off_shows_the_reason_and_nothing_else_can_be_sent_again(client: Client) -> None:
    rejected, sent = HandOffFactory.create(rejected=True), HandOffFactory.create(sent=True)
    page = text_of(client.get(f"{HOME}hand-offs/{rejected.order_number}/"))
    assert "-301008 参数校验不通过" in page
    client.post(f"{HOME}hand-offs/{sent.order_number}/1/resend/")
    sent.refresh_from_db()
    assert sent.status == HandOffStatus.SENT
    assert [row.pk for row in client.get(f"{HOME}hand-offs/?status=rejected").context["page"]] == [rejected.pk]


def test_a_rejected_hand_off_is_built_anew(client: Client) -> None:
    part = placed_order(confirmed=True).producer_orders.get()
    hand_off = HandOffFactory.create(producer_order=part, rejected=True)
    assert client.post(f"{HOME}hand-offs/{hand_off.order_number}/1/resend/").status_code == 302
    new = HandOff.objects.get(replaces=hand_off)
    assert (new.status, new.position) == (HandOffStatus.QUEUED, 2)
    assert new.guid != hand_off.guid
    page = text_of(client.get(f"{HOME}hand-offs/{hand_off.order_number}/"))
    assert hand_off.guid in page
    assert new.guid in page


def test_a_receipt_of_no_order_of_ours_is_shown(client: Client) -> None:
    stray = ReceiptFactory.create(hand_off=None, order_guid="", order_number="HK0000000000X-1")
    assert stray.order_number in text_of(client.get(f"{HOME}hand-offs/"))


def test_a_dead_letter_is_queued_again_once(client: Client) -> None:
    letter = OutboxMessageFactory.create(state=MessageState.DEAD, last_error="mail server away")
    assert "mail server away" in text_of(client.get(f"{HOME}dead-letters/"))
    for _ in range(2):
        assert client.post(f"{HOME}dead-letters/{letter.pk}/replay/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == MessageState.READY
    assert AuditEvent.objects.filter(subject_id=str(letter.pk)).count() == 1


@pytest.mark.parametrize("number", [0, 10**12, 10**30])
def test_letters_that_are_not_there_are_no_fault(client: Client, number: int) -> None:
    assert client.post(f"{HOME}dead-letters/{number}/replay/").status_code in {302, 404}


def test_a_company_is_verified_once(client: Client) -> None:
    company = CompanyFactory.create(status=CompanyStatus.PENDING)
    assert company.legal_name in text_of(client.get(f"{HOME}reviews/"))
    for _ in range(2):
        assert client.post(f"{HOME}companies/{company.slug}/verify/").status_code == 302
    company.refresh_from_db()
    assert company.status == CompanyStatus.VERIFIED
    assert AuditEvent.objects.filter(verb__startswith="company.").count() == 1


def test_a_good_is_let_onto_the_market_or_given_back_with_a_reason(client: Client) -> None:
    shown, returned = (PackFactory.create(good__status=GoodStatus.REVIEW, good__published_at=None).good for _ in "ab")
    for good in (shown, returned):
        PictureFactory.create(good=good, file="goods/rice.jpg")
    assert client.post(f"{HOME}goods/{shown.sku}/publish/").status_code == 302
    assert client.post(f"{HOME}goods/{returned.sku}/return/", {"note": "\x01"}).status_code == 422
    returned.refresh_from_db()
    assert returned.status == GoodStatus.REVIEW
    client.post(f"{HOME}goods/{returned.sku}/return/", {"reasons": "picture_quality", "note": "补一张照片"})
    for good in (shown, returned):
        good.refresh_from_db()
    assert (shown.status, returned.status) == (GoodStatus.PUBLISHED, GoodStatus.DRAFT)


def test_a_good_that_lacks_something_stays_in_review_and_it_is_named(client: Client) -> None:
    good = PackFactory.create(good__status=GoodStatus.REVIEW, good__published_at=None).good
    answer = client.post(f"{HOME}goods/{good.sku}/publish/", follow=True)
    good.refresh_from_db()
    assert good.status == GoodStatus.REVIEW
    assert "图片" in text_of(answer) or "Picture" in text_of(answer)


@pytest.mark.parametrize("page", ["orders/", "hand-offs/", "dead-letters/", "reviews/", ""])
@pytest.mark.parametrize("query", ["page=1000000000", "page=x", "status=zzz", "show=zzz", "q=%F0%9F%8D%8E"])
def test_odd_queries_show_a_page(client: Client, page: str, query: str) -> None:
    assert client.get(f"{HOME}{page}?{query}").status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_the_pages_are_in_the_operators_language(client: Client, language: str) -> None:
    client.force_login(UserFactory.create(operator=True))
    client.cookies["django_language"] = language
    text = text_of(client.get(HOME))
    assert ("总览" if language == "zh-hans" else "Tổng quan") in text


@pytest.mark.parametrize("count", [1, 6])
def test_every_list_costs_the_same_however_long_it_is(
    client: Client, count: int, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        order = placed_order(parts=2, confirmed=True)
        for part in order.producer_orders.all():
            ReceiptFactory.create(hand_off=HandOffFactory.create(producer_order=part, sent=True))
        OutboxMessageFactory.create(state=MessageState.DEAD, created_at=now)
        CompanyFactory.create(status=CompanyStatus.PENDING)
        PackFactory.create(good__status=GoodStatus.REVIEW, good__published_at=None)
    assert OutboxMessage.objects.count() == count
    for page in ("", "orders/", f"orders/{order.number}/", "hand-offs/", "dead-letters/", "reviews/"):
        process_cache.clear()
        with django_assert_max_num_queries(20):
            assert client.get(f"{HOME}{page}").status_code == 200
