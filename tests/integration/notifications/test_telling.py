"""What people are told leaves by the outbox, once, in each reader's language."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from marketplace.accounts.groups import OPERATORS, ensure_groups
from marketplace.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.notifications.selectors import operators
from marketplace.notifications.telling import TOPIC, Value, tell
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def told(to: list[User], now: datetime, **values: Value) -> int:
    context: dict[str, Value] = {
        "order_number": "HK26NMJAZ1H46",
        "total": Money(125_000, "USD"),
        "producer_count": 3,
        "answer_by": now,
        **values,
    }
    return tell("order_placed", to, context, key="HK26NMJAZ1H46", now=now, link=("account_home",))


def test_each_is_told_in_her_language_with_addresses_of_the_site(now: datetime, settings: Settings) -> None:
    settings.SITE_ADDRESS, settings.SUPPORT_CONTACT = "https://market.example/", "+86 000 0000 0000"
    people = [UserFactory.create(language=language, name="Lan") for language in ("zh-hans", "vi", "en")]
    with transaction.atomic():
        assert told(people, now) == 3
    drain(now=now)
    chinese, vietnamese, english = (str(message.body) for message in mail.outbox)
    assert chinese.startswith("Lan，您好：\n\n您的订单 HK26NMJAZ1H46（1,250.00 USD）已转给 3 家供货商。")
    assert vietnamese.startswith("Kính gửi Lan,\n\nĐơn hàng HK26NMJAZ1H46 của bạn, trị giá 1.250,00 USD, ")
    assert english.startswith("Dear Lan,\n\nYour order HK26NMJAZ1H46 over 1,250.00 USD ")
    assert "https://market.example/vi/account/" in vietnamese
    assert "127.0.0.1" not in chinese + vietnamese + english
    assert "+86 000 0000 0000" in vietnamese
    assert [message.extra_headers["Content-Language"] for message in mail.outbox] == ["zh-hans", "vi", "en"]


def test_no_help_is_promised_where_nobody_gives_it(now: datetime, settings: Settings) -> None:
    settings.SUPPORT_CONTACT = ""
    with transaction.atomic():
        told([UserFactory.create()], now)
    drain(now=now)
    assert mail.outbox[0].body.endswith("\n\nChợ Hồng Hà\nThư do hệ thống gửi, vui lòng không trả lời trực tiếp.\n")


def test_nobody_is_told_the_same_thing_twice(now: datetime) -> None:
    user = UserFactory.create()
    with transaction.atomic():
        assert told([user, user], now) == 1
    drain(now=now)
    with transaction.atomic():
        assert told([user], now) == 0
    drain(now=now)
    assert len(mail.outbox) == 1


def test_what_is_undone_is_told_to_nobody(now: datetime) -> None:
    with transaction.atomic():
        told([UserFactory.create()], now)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.filter(topic=TOPIC).exists()


def test_a_mail_without_a_value_that_it_needs_is_not_written(now: datetime) -> None:
    with pytest.raises(KeyError, match="total"), transaction.atomic():
        tell("order_placed", [UserFactory.create()], {"order_number": "HK1"}, key="HK1", now=now)


def test_names_and_states_come_in_the_readers_language_and_braces_stay(now: datetime) -> None:
    user = UserFactory.create(language="vi", name="{name} {0}")
    context: dict[str, Value] = {
        "good_name": {"zh-hans": "石榴", "vi": "Lựu"},
        "sku": "{sku}",
        "export_state": gettext_lazy("Published"),
    }
    with transaction.atomic():
        tell("good_published", [user], context, key="HH-1", now=now)
    drain(now=now)
    assert mail.outbox[0].subject == "Mặt hàng “Lựu” đã được đăng bán"
    assert "({sku})" in mail.outbox[0].body
    assert mail.outbox[0].body.startswith("Kính gửi {name} {0},")


def test_who_can_no_longer_sign_in_gets_no_mail(now: datetime) -> None:
    user = UserFactory.create()
    with transaction.atomic():
        told([user], now)
    User.objects.filter(pk=user.pk).update(is_active=False)
    drain(now=now)
    assert not mail.outbox


def test_operators_are_told_and_where_there_is_none_who_runs_the_site() -> None:
    ensure_groups()
    root = UserFactory.create(is_superuser=True)
    assert operators() == [root]
    operator, gone = UserFactory.create(), UserFactory.create(is_active=False)
    for user in (operator, gone):
        user.groups.add(Group.objects.get(name=OPERATORS))
    assert operators() == [operator]
