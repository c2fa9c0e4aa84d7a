"""What operators see of the way to the single window and back: what waits, what died, what cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.clearance.messages.errors import RefusedReason
from marketplace.clearance.models import HandOff, QuarantinedEnvelope
from marketplace.clearance.services import receive_envelope
from marketplace.clearance.states import HandOffStatus
from marketplace.clearance.words import on_the_way_back, on_the_way_out
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.web import process_cache
from tests.factories.accounts import UserFactory
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.factories.customs_messages import SENDER, envelope_of, receipt_xml
from tests.factories.outbox import OutboxMessageFactory
from tests.integration.scenes import placed_order, text_of

pytestmark = pytest.mark.django_db

HOME = "/admin/operations/"


@pytest.fixture(autouse=True)
def operator(client: Client) -> User:
    user: User = UserFactory.create(operator=True, language="zh-hans")
    client.force_login(user)
    client.cookies["django_language"] = "zh-hans"
    return user


def unread(now: datetime, *, cursor: int = 1, **changes: str) -> QuarantinedEnvelope:
    xml = receipt_xml(**{"returnTime": "20231399999999", "returnInfo": "海关入库", **changes})
    receive_envelope(sender=SENDER, cursor=cursor, envelope=envelope_of(xml), now=now)
    return QuarantinedEnvelope.objects.get(cursor=cursor)


def waiting(now: datetime, **changes: Any) -> tuple[HandOff, OutboxMessage]:
    hand_off = HandOffFactory.create(producer_order=placed_order(confirmed=True).producer_orders.get())
    values = {
        "topic": "clearance.hand_off",
        "lane": "clearance",
        "dedupe_key": hand_off.guid,
        "payload": {"hand_off_id": hand_off.pk, "guid": hand_off.guid},
        "attempts": 7,
        "available_at": now + timedelta(minutes=2),
        "last_error": "unreachable: ConnectionRefusedError: [Errno 111] Connection refused",
        "created_at": now,
    }
    return hand_off, OutboxMessageFactory.create(**values | changes)


def test_what_cannot_be_read_is_counted_and_shown_with_reason_text_and_a_way_to_try_again(
    client: Client, now: datetime
) -> None:
    kept = unread(now)
    home = text_of(client.get(HOME))
    assert "1 无法读取的回执" in " ".join(home.split())
    page = text_of(client.get(f"{HOME}receipts/"))
    for shown in ("时间不存在", "20231399999999", "海关入库", "搁置"):
        assert shown in page
    assert client.post(f"{HOME}receipts/{kept.pk}/retry/").status_code == 302
    kept.refresh_from_db()
    assert (kept.tries, kept.closed_at) == (2, None)
    assert "有 1 份回执无法读取" in text_of(client.get(f"{HOME}hand-offs/"))


def test_what_nobody_needs_leaves_the_list_with_a_reason(client: Client, now: datetime) -> None:
    kept = unread(now)
    client.post(f"{HOME}receipts/{kept.pk}/aside/", {"reason": " "})
    assert not QuarantinedEnvelope.objects.filter(closed_at__isnull=False).exists()
    client.post(f"{HOME}receipts/{kept.pk}/aside/", {"reason": "端口测试"})
    assert "20231399999999" not in text_of(client.get(f"{HOME}receipts/"))
    assert AuditEvent.objects.get(verb="receipt.set_aside").data["note"] == "端口测试"
    for act in ("retry", "aside"):
        assert client.post(f"{HOME}receipts/{kept.pk}/{act}/", {"reason": "x"}).status_code == 302
        assert client.post(f"{HOME}receipts/{10**12}/{act}/", {"reason": "x"}).status_code == 302


def test_an_envelope_of_the_release_before_is_shown_by_its_reason(client: Client, now: datetime) -> None:
    QuarantinedEnvelope.objects.create(
        sender=SENDER, cursor=1, envelope=b"\xff\x00<x>", reason="not_xml", detail="d", received_at=now
    )
    assert "不是 XML" in text_of(client.get(f"{HOME}receipts/"))


def test_hostile_text_is_shown_as_text(client: Client, now: datetime) -> None:
    receive_envelope(sender=SENDER, cursor=1, envelope=b"<script>alert(1)</script>\x00\xff", now=now)
    page = client.get(f"{HOME}receipts/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("language", "error", "tries"),
    [
        ("zh-hans", "“单一窗口”没有应答", "已尝试 7 次"),
        ("vi", "Hệ thống một cửa của hải quan Trung Quốc không trả lời", "Đã thử 7 lần"),
    ],
)
def test_a_hand_off_that_waits_shows_tries_error_in_words_and_next_try(
    client: Client, now: datetime, language: str, error: str, tries: str
) -> None:
    client.cookies["django_language"] = language
    hand_off, _ = waiting(now)
    for address in (f"{HOME}hand-offs/", f"{HOME}hand-offs/{hand_off.order_number}/"):
        page = text_of(client.get(address))
        assert error in page
        assert tries in page


def test_the_button_sends_at_once_and_comes_back(client: Client, operator: User, now: datetime) -> None:
    hand_off, message = waiting(now)
    back = f"{HOME}hand-offs/{hand_off.order_number}/"
    answer = client.post(f"{HOME}waiting/{message.pk}/now/", {"next": back})
    assert answer["Location"] == back
    message.refresh_from_db()
    event = AuditEvent.objects.get(verb="outbox.message.hurried")
    assert message.available_at <= event.at
    assert event.actor_id == operator.pk


@pytest.mark.parametrize("state", [MessageState.DONE, MessageState.DEAD, MessageState.SKIPPED])
def test_what_does_not_wait_is_not_hurried(client: Client, now: datetime, state: MessageState) -> None:
    _, message = waiting(now, state=state, done_at=now)
    before = message.available_at
    assert (
        client.post(f"{HOME}waiting/{message.pk}/now/", {"next": "//evil.example"})["Location"] == f"{HOME}hand-offs/"
    )
    message.refresh_from_db()
    assert message.available_at == before
    assert client.post(f"{HOME}waiting/{10**12}/now/").status_code == 302


def test_a_dead_hand_off_leads_to_its_letter_and_the_letter_to_its_order(client: Client, now: datetime) -> None:
    hand_off, message = waiting(now, state=MessageState.DEAD, last_error="wrong_sender: dxpId")
    assert f"#letter-{message.pk}" in client.get(f"{HOME}hand-offs/").content.decode()
    letters = client.get(f"{HOME}dead-letters/").content.decode()
    assert f'href="{HOME}hand-offs/{hand_off.order_number}/"' in letters
    assert "CLEARANCE_DXP_ID" in letters


def test_every_letter_about_an_order_leads_to_it(
    client: Client, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    order = placed_order(confirmed=True)
    part = order.producer_orders.get()
    payloads = {
        "order.placed": {"order_id": order.pk},
        "mail.producer_order_placed": {"producer_order_id": part.pk, "user_id": 1},
        "payment.received": {"transfer_id": order.bank_transfer.pk},
    }
    for topic, payload in payloads.items():
        OutboxMessageFactory.create_batch(4, topic=topic, payload=payload, state=MessageState.DEAD, created_at=now)
    OutboxMessageFactory.create(topic="catalog.good.changed", payload={"good_id": 1}, state=MessageState.DEAD)
    process_cache.clear()
    with django_assert_max_num_queries(20):
        page = client.get(f"{HOME}dead-letters/").content.decode()
    assert page.count(f'href="{HOME}orders/{order.number}/"') == 12


@pytest.mark.parametrize("count", [1, 8])
def test_the_lists_cost_the_same_however_long_they_are(
    client: Client, now: datetime, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        unread(now, cursor=number + 1)
        waiting(now)
        ReceiptFactory.create(hand_off=None, order_guid="", order_number=f"HK{number}")
    for page in ("receipts/", "hand-offs/"):
        process_cache.clear()
        with django_assert_max_num_queries(20):
            assert client.get(f"{HOME}{page}").status_code == 200


def test_a_refused_message_says_in_words_which_field_is_wanting(client: Client) -> None:
    hand_off = HandOffFactory.create(
        status=HandOffStatus.REFUSED, message="", reason="exporter.code (ebcCode): required"
    )
    assert "无法根据订单填写海关报文字段 ebcCode：缺失" in text_of(
        client.get(f"{HOME}hand-offs/{hand_off.order_number}/")
    )


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
@pytest.mark.parametrize(
    "error",
    [
        "unreachable: TimeoutError: timed out",
        "http_502: the answer is not the single window's",
        "bad_message: schema",
        "E-17: x",
        "quota: x",
        "KeyError: 'x'",
        "exporter.code (ebcCode): required",
    ],
)
def test_every_error_has_words_in_both_languages(language: str, error: str) -> None:
    with translation.override("en"):
        english = on_the_way_out(error)
    with translation.override(language):
        words = on_the_way_out(error)
    assert english
    assert words not in {"", english}
    assert "Error" not in words


def test_every_reason_for_which_a_receipt_is_not_read_has_words() -> None:
    for reason in get_args(RefusedReason):
        for language in ("zh-hans", "vi"):
            with translation.override(language):
                assert on_the_way_back(reason) not in {reason, ""}
    assert on_the_way_out("") == ""
