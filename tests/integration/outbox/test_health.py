"""What is wrong in the background is said where people and machines look: the health page and the overview."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from marketplace.outbox import registry
from marketplace.outbox.models import ScheduledTask, WorkerHeartbeat
from marketplace.outbox.services import beat, bring_schedule_in_line
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def serve_all_lanes() -> None:
    now = timezone.now()
    bring_schedule_in_line(now=now)
    for lane in registry.lanes():
        beat(lane=lane, worker="w", now=now)


def fail(name: str, why: str) -> None:
    assert ScheduledTask.objects.filter(name=name).update(failures=3, last_error=why)


def test_the_health_page_names_what_fails_and_what_nobody_serves(client: Client) -> None:
    serve_all_lanes()
    said = client.get("/health/ready").json()
    assert (said["checks"]["workers"], said["checks"]["schedule"]) == (True, True)
    assert not {"workers", "schedule"} & set(said)

    fail("orders.waiting_parts", "secret: the mail server's password")
    WorkerHeartbeat.objects.filter(lane="heavy").delete()
    answer = client.get("/health/ready")

    assert answer.status_code == 200, "pages are served all the same"
    assert answer.json()["workers"] == ["heavy"]
    assert answer.json()["schedule"] == {"failing": ["orders.waiting_parts"]}
    assert b"secret" not in answer.content


def test_a_market_whose_worker_never_ran_says_so(client: Client) -> None:
    said = client.get("/health/ready").json()

    assert said["workers"] == registry.lanes()
    assert said["schedule"] == {"late": sorted(task.name for task in registry.periodics())}


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ["Công việc định kỳ", "Nhắc các đơn hàng"]), ("zh-hans", ["定期任务", "提醒待答复的订单"])],
)
def test_operators_read_what_is_done_when_and_why_it_failed(client: Client, language: str, words: list[str]) -> None:
    serve_all_lanes()
    fail("orders.waiting_parts", "ValueError: <b>a bug</b>")
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True, language=language))
    client.cookies["django_language"] = language
    page = client.get("/admin/operations/").content.decode()

    assert all(word in page for word in words)
    assert "ValueError: &lt;b&gt;a bug&lt;/b&gt;" in page


def test_the_health_page_asks_little(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    serve_all_lanes()
    with django_assert_max_num_queries(4):
        client.get("/health/ready")
