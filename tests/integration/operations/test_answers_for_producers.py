"""An operator enters what a producer told her who cannot sign in: with the day, how it was told, and her own name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.companies.errors import NotPermitted
from marketplace.orders import services
from marketplace.orders.errors import AnswerDayNotPossible, AnswerSourceRequired
from marketplace.orders.models import ProducerOrder
from marketplace.outbox.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory, person_of
from tests.integration.scenes import HOSTILE_TEXTS, placed_order, text_of

pytestmark = pytest.mark.django_db

HOME = "/admin/operations/orders"
SOURCE = "Gọi điện cho bà Lý, 3/11, 14:20"


@pytest.fixture
def operator(client: Client) -> User:
    """An operator, signed in."""
    user: User = UserFactory.create(operator=True, name="王运营")
    client.force_login(user)
    client.cookies["django_language"] = "zh-hans"
    return user


@pytest.fixture
def part() -> ProducerOrder:
    """What waits for a producer of whom nobody can sign in."""
    waiting: ProducerOrder = placed_order().producer_orders.get()
    ProducerOrder.objects.filter(pk=waiting.pk).update(placed_at=timezone.now() - timedelta(days=3))
    waiting.refresh_from_db()
    return waiting


def typed(part: ProducerOrder, **facts: str) -> dict[str, str]:
    """What she types: the answer of yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    whole = {"answer": "confirm", "answered_on": yesterday.isoformat(), "source": SOURCE} | facts
    return {f"{part.number}-{name}": value for name, value in whole.items()}


def test_a_confirmation_is_entered_and_goes_on_like_the_producers_own(
    client: Client, operator: User, part: ProducerOrder
) -> None:
    assert "代录生产商答复" in text_of(client.get(f"{HOME}/{part.order.number}/"))
    answer = client.post(f"{HOME}/{part.number}/answer/", typed(part), follow=True)
    assert answer.redirect_chain[-1][0] == f"{HOME}/{part.order.number}/"
    part.refresh_from_db()
    assert (part.status, part.answer_entered_by, part.answer_source) == ("confirmed", operator, SOURCE)
    assert part.answered_on == timezone.localdate() - timedelta(days=1)
    page = text_of(answer)
    assert f"由园区运营人员 {operator} 代 {part.producer} 录入" in page
    assert SOURCE in page
    assert "代录生产商答复" not in page, "it is answered"
    event = AuditEvent.objects.get(verb="producer_order.confirmed")
    assert (event.actor_id, event.data["source"], event.data["entered_for"]) == (
        operator.pk,
        SOURCE,
        str(part.producer),
    )
    topics = set(OutboxMessage.objects.values_list("topic", flat=True))
    assert {"producer_order.confirmed", "producer_order.answered"} <= topics


def test_a_decline_carries_the_reason_to_the_buyer(client: Client, operator: User, part: ProducerOrder) -> None:
    refused = client.post(f"{HOME}/{part.number}/answer/", typed(part, answer="decline"))
    assert refused.status_code == 422
    assert "采购商会看到" in text_of(refused)
    client.post(f"{HOME}/{part.number}/answer/", typed(part, answer="decline", reason="Mất mùa"))
    part.refresh_from_db()
    assert (part.status, part.decline_reason) == ("declined", "Mất mùa")
    buyer = person_of(part.order.buyer)
    client.force_login(buyer)
    for language, words in (("vi", f"Do {operator}"), ("zh-hans", f"代 {part.producer} 录入"), ("en", "Entered by")):
        page = text_of(client.get(f"/{language}/orders/{part.order.number}/"))
        assert words in page
        assert SOURCE not in page, "the buyer is not told who telephoned"


def test_the_producer_reads_who_entered_it_and_how(client: Client, operator: User, part: ProducerOrder) -> None:
    client.post(f"{HOME}/{part.number}/answer/", typed(part))
    client.force_login(person_of(part.producer))
    page = text_of(client.get(f"/vi/producer/orders/{part.number}/"))
    assert f"Do {operator}" in page
    assert SOURCE in page


@pytest.mark.parametrize(
    "facts",
    [
        {"source": ""},
        {"source": "\x01\x02"},
        {"source": "x" * 501},
        {"answered_on": ""},
        {"answered_on": "31.02.2026"},
        {"answered_on": (date.today() + timedelta(days=400)).isoformat()},  # noqa: DTZ011 - far enough for any zone
        {"answered_on": "2020-01-01"},
        {"answer": "maybe"},
        {"answer": ""},
    ],
    ids=str,
)
def test_an_answer_without_day_or_source_is_refused_and_what_was_typed_stays(
    client: Client, operator: User, part: ProducerOrder, facts: dict[str, str]
) -> None:
    answer = client.post(f"{HOME}/{part.number}/answer/", typed(part, **facts))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    if "source" not in facts:
        assert SOURCE in answer.content.decode()
    part.refresh_from_db()
    assert (part.status, part.answer_entered_by) == ("placed", None)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_shown_as_text_or_refused(
    client: Client, operator: User, part: ProducerOrder, text: str
) -> None:
    page = client.post(f"{HOME}/{part.number}/answer/", typed(part, source=text), follow=True).content.decode()
    assert "<script>alert(1)" not in page


def test_who_may_not_gets_no_form_and_is_refused(client: Client, part: ProducerOrder) -> None:
    user: User = UserFactory.create(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_order"]))
    client.force_login(user)
    assert "-source" not in client.get(f"{HOME}/{part.order.number}/").content.decode()
    client.post(f"{HOME}/{part.number}/answer/", typed(part))
    part.refresh_from_db()
    assert part.status == "placed"
    assert AuditEvent.objects.filter(verb="access.refused", actor_id=user.pk).exists()


def test_the_service_asks_an_operator_how_she_knows(operator: User, part: ProducerOrder, now: datetime) -> None:
    now = timezone.now()
    with pytest.raises(AnswerSourceRequired):
        services.confirm_producer_order(producer_order_id=part.pk, actor=operator, now=now)
    for days in (-10, 1):
        told = services.Told(source=SOURCE, on=timezone.localdate(now) + timedelta(days=days))
        with pytest.raises(AnswerDayNotPossible):
            services.confirm_producer_order(producer_order_id=part.pk, actor=operator, now=now, told=told)
    told = services.Told(source=SOURCE, on=timezone.localdate(now))
    stranger = MembershipFactory.create().user
    with pytest.raises(NotPermitted):
        services.confirm_producer_order(producer_order_id=part.pk, actor=stranger, now=now, told=told)
    own = person_of(part.producer)
    done = services.confirm_producer_order(producer_order_id=part.pk, actor=own, now=now, told=told)
    assert (done.answer_entered_by, done.answer_source) == (None, ""), "her own answer needs no source"


def test_an_answer_that_came_first_stands(client: Client, operator: User, part: ProducerOrder) -> None:
    services.confirm_producer_order(producer_order_id=part.pk, actor=person_of(part.producer), now=timezone.now())
    page = client.post(f"{HOME}/{part.number}/answer/", typed(part, answer="decline", reason="x"), follow=True)
    part.refresh_from_db()
    assert (part.status, part.answer_entered_by) == ("confirmed", None)
    assert page.status_code == 200


def test_the_database_keeps_entered_answers_whole(operator: User, part: ProducerOrder) -> None:
    confirmed = {"status": "confirmed", "confirmed_at": timezone.now()}
    for broken in (
        {"answer_source": "x"},
        {"answer_entered_by": operator, **confirmed},
        {"answer_entered_by": operator, "answered_on": date(2026, 11, 3), "answer_source": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProducerOrder.objects.filter(pk=part.pk).update(**broken)
