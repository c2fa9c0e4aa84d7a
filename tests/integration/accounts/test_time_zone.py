"""The zone in which somebody is told the time: hers, on pages and in mails, or her language's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.services import update_profile
from marketplace.notifications.telling import text_of
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import OrderFactory
from tests.integration.scenes import text_of as words_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 29, 7, 7, tzinfo=UTC)


def test_one_instant_is_named_with_its_zone_on_the_page_of_each_language(client: Client) -> None:
    membership = MembershipFactory.create()
    order = OrderFactory.create(buyer=membership.company, placed_at=AT)
    client.force_login(membership.user)
    assert "29/11/2026 14:07 (giờ Việt Nam)" in words_of(client.get(f"/vi/orders/{order.number}/"))
    assert "2026年11月29日 15:07（北京时间）" in words_of(client.get(f"/zh-hans/orders/{order.number}/"))


def test_who_chose_a_zone_is_told_in_it_whatever_the_language(client: Client) -> None:
    membership = MembershipFactory.create()
    order = OrderFactory.create(buyer=membership.company, placed_at=AT)
    client.force_login(membership.user)
    answer = client.post("/vi/account/", {"name": "Lan", "language": "vi", "time_zone": "Asia/Shanghai"})
    assert answer.status_code == 302
    assert "29/11/2026 15:07 (giờ Bắc Kinh)" in words_of(client.get(f"/vi/orders/{order.number}/"))
    assert "15:07（北京时间）" in words_of(client.get(f"/zh-hans/orders/{order.number}/"))


def test_a_zone_that_is_not_offered_is_refused_by_form_and_database(client: Client, now: datetime) -> None:
    user = UserFactory.create()
    client.force_login(user)
    answer = client.post("/vi/account/", {"name": "Lan", "language": "vi", "time_zone": "Mars/Olympus"})
    assert "time_zone" in answer.context["form"].errors
    with pytest.raises(IntegrityError), transaction.atomic():
        update_profile(user_id=user.pk, name="Lan", language="vi", time_zone="Mars/Olympus", now=now)
    assert User.objects.get(pk=user.pk).time_zone == ""


@pytest.mark.parametrize(
    ("zone", "written"), [("", "14:07 (giờ Việt Nam)"), ("Asia/Shanghai", "15:07 (giờ Bắc Kinh)")]
)
def test_a_mail_tells_the_time_in_the_zone_of_who_gets_it(zone: str, written: str) -> None:
    user = UserFactory.create(language="vi", time_zone=zone)
    _subject, body = text_of("receipt_accepted", user, {"received_at": AT, "part_number": "HM-1"})
    assert written in body
