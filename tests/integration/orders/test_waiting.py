"""A part waits for its producer: whom it reached, until when an answer is due, and who is told when none comes."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marketplace.audit.models import AuditEvent
from marketplace.clearance.timeline import steps
from marketplace.companies.models import Company, Membership, Role
from marketplace.companies.services import add_member
from marketplace.orders import services
from marketplace.orders.due import answer_due_at
from marketplace.orders.models import ProducerOrder
from marketplace.orders.services import telling
from marketplace.orders.tasks import look_after_waiting_parts
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from marketplace.reference.working_days import deadline
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.factories.orders import ANSWER_DUE_AT, PLACED_AT, OrderLineFactory, ProducerOrderFactory

pytestmark = pytest.mark.django_db
LATE = ANSWER_DUE_AT + timedelta(minutes=1)


@pytest.fixture
def operator() -> str:
    """Return the address of the one operator."""
    address: str = UserFactory.create(operator=True).email
    return address


@pytest.fixture
def seller() -> Membership:
    return MembershipFactory.create(sales=True)


def waiting(producer: Company | None = None) -> ProducerOrder:
    """Return a part of one line that was placed and that nobody was told of."""
    part: ProducerOrder = OrderLineFactory.create(
        producer_order__producer=producer or CompanyFactory.create(producer=True)
    ).producer_order
    return part


def letters(now: datetime) -> dict[str, str]:
    """Deliver everything; return the subjects of all mails so far by address. Nobody got two."""
    drain(now=now)
    found = {message.to[0]: str(message.subject) for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    return found


def test_the_answer_is_due_in_working_days_of_the_producers_country(settings: Settings) -> None:
    settings.ORDER_ANSWER_WORKING_DAYS = 3
    producer = CompanyFactory.create(producer=True, country="VN")
    assert answer_due_at(producer, now=PLACED_AT) == deadline(PLACED_AT, working_days=3, country="VN")


def test_where_nobody_can_be_told_the_operators_are_and_the_page_says_so(operator: str, now: datetime) -> None:
    part = waiting()
    for _ in range(2):
        assert not services.tell_producer_of_part(producer_order_id=part.pk, now=now)
    assert letters(now) == {operator: f"供货商无人登录，订单 {part.number} 尚未送达"}
    part.refresh_from_db()
    assert (part.told_at, part.alarmed_at) == (None, now)
    assert AuditEvent.objects.filter(verb="producer_order.reached_nobody").count() == 1
    with translation.override("en"):
        assert steps(part, None)[1].text.startswith("Nobody of this producer can be reached here yet.")


def test_who_joins_the_producer_later_is_told_of_what_waits(operator: str, now: datetime) -> None:
    part, user = waiting(), UserFactory.create(language="zh-hans")
    look_after_waiting_parts(now=now)
    add_member(company_id=part.producer_id, user=user, roles={Role.OWNER}, actor=None, now=now)
    for _ in range(2):
        look_after_waiting_parts(now=now)
    assert letters(now)[user.email] == f"新订单待答复：{part.number}"
    part.refresh_from_db()
    assert part.told_at == now


def test_both_sides_and_the_operators_are_told_once_that_no_answer_came(operator: str, seller: Membership) -> None:
    part = waiting(seller.company)
    services.tell_producer_of_part(producer_order_id=part.pk, now=PLACED_AT)
    drain(now=PLACED_AT)
    mail.outbox.clear()
    services.look_after_waiting_parts(now=ANSWER_DUE_AT - timedelta(seconds=1))
    assert letters(LATE) == {}
    for _ in range(3):
        services.look_after_waiting_parts(now=LATE)
    assert letters(LATE) == {
        seller.user.email: f"订单 {part.number} 已过答复期限",
        part.order.placed_by.email: f"{part.producer.name_vi} chưa trả lời đơn {part.number}",
        operator: f"订单 {part.number} 逾期未答复：{part.producer.name_zh_hans}",
    }


def test_a_worker_that_is_killed_while_telling_leaves_nothing_half_told(
    operator: str, seller: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = waiting(seller.company)
    services.tell_producer_of_part(producer_order_id=part.pk, now=PLACED_AT)
    drain(now=PLACED_AT)
    mail.outbox.clear()

    def killed(**_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(telling, "record_event", killed)  # the last thing in the transaction
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            services.tell_that_part_is_overdue(producer_order_id=part.pk, now=LATE)
    assert not OutboxMessage.objects.exclude(state="done").exists()
    services.look_after_waiting_parts(now=LATE)
    assert set(letters(LATE)) == {seller.user.email, part.order.placed_by.email, operator}


def test_what_was_answered_is_not_overdue(operator: str, seller: Membership) -> None:
    part = waiting(seller.company)
    services.confirm_producer_order(producer_order_id=part.pk, actor=seller.user, now=PLACED_AT)
    services.look_after_waiting_parts(now=LATE)
    assert set(letters(LATE)) == {part.order.placed_by.email}, "of the confirmation, and of nothing else"


def test_what_is_overdue_longest_stands_first(seller: Membership) -> None:
    producer = seller.company
    newest, overdue, longest, answered = (
        ProducerOrderFactory.create(
            producer=producer, placed_at=PLACED_AT + timedelta(days=n), answer_due_at=ANSWER_DUE_AT + timedelta(days=n)
        )
        for n in (5, 1, 0, 9)
    )
    services.confirm_producer_order(producer_order_id=answered.pk, actor=seller.user, now=LATE)
    found = ProducerOrder.objects.of_producer(producer).by_urgency()
    assert list(found) == [longest, overdue, newest, answered]
    assert list(found.overdue(now=ANSWER_DUE_AT + timedelta(days=1))) == [longest, overdue]


def test_nobody_is_told_of_overdue_before_the_day() -> None:
    part = ProducerOrderFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProducerOrder.objects.of_producer(part.producer).update(overdue_told_at=PLACED_AT)


def test_orders_of_before_get_a_day_and_are_known_to_have_reached_whom_they_reached(seller: Membership) -> None:
    reached = ProducerOrderFactory.create(producer=seller.company, answer_due_at=None)
    unreached = ProducerOrderFactory.create(answer_due_at=None)
    module = importlib.import_module("marketplace.orders.migrations.0007_parts_that_wait_have_a_day")
    module.fill(apps, connection.schema_editor())
    for part in (reached, unreached):
        part.refresh_from_db()
        assert part.answer_due_at == ANSWER_DUE_AT
    assert (reached.told_at, unreached.told_at) == (PLACED_AT, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("Quá hạn", "Lẽ ra phải trả lời trước")),
        ("zh-hans", ("已逾期", "答复期限（")),
        ("en", ("Overdue", "was due by")),
    ],
)
def test_the_pages_of_all_three_say_how_long_it_waits_and_until_when(
    client: Client, seller: Membership, language: str, words: tuple[str, ...]
) -> None:
    part = waiting(seller.company)
    MembershipFactory.create(user=part.order.placed_by, company=part.order.buyer)
    seller.user.language = language
    seller.user.save()
    boss = UserFactory.create(operator=True, language=language)
    for user, addresses in (
        (part.order.placed_by, (f"/{language}/orders/", f"/{language}/orders/{part.order.number}/")),
        (seller.user, (f"/{language}/producer/orders/", f"/{language}/producer/orders/{part.number}/")),
        (boss, ("/admin/operations/orders/", f"/admin/operations/orders/{part.order.number}/")),
    ):
        client.force_login(user)
        for address in addresses:
            client.cookies.load({"django_language": language})
            page = client.get(address).content.decode()
            assert all(word in page for word in words), address
