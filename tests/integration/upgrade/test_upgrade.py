"""A database of each kept release comes over to today: every row, every order, every right, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import DjangoDbBlocker

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.companies.models import Membership
from marketplace.companies.states import CompanyStatus
from marketplace.orders.models import Order, ProducerOrder
from marketplace.saved_searches.models import RecentSearch
from marketplace.search_log.models import QueryCount
from marketplace.synonyms.models import SynonymGroup
from search.querying import search
from tests.integration.upgrade import reading
from tests.integration.upgrade.databases import own_database
from tests.integration.upgrade.release import Release, read, releases, restore

# Every upgrade adds to them, and may mend what they say.
GROW = frozenset({"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions"})
# Tables that a later release renamed: {former: present}.
RENAMED: dict[str, str] = {}
# What lasts for minutes, or is made when a page asks for it.
PASSING = {
    "accounts_changeddocument",
    "accounts_savedsearchnotice",
    "accounts_user_user_permissions",
    "cms_blocks_siterendition",
}


def of_today(order: dict[str, Any]) -> dict[str, Any]:
    """What an upgrade changes on purpose: an order of which every part was declined is cancelled with the last."""
    falls = {part["status"] for part in order["parts"].values()} <= {"declined", "cancelled"}
    return order | ({"status": "cancelled"} if falls else {})


@pytest.fixture(scope="module", params=releases())
def release(request: pytest.FixtureRequest) -> Release:
    return read(request.param)


@pytest.fixture(scope="module")
def _upgraded(release: Release, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of that release, after the migrations of today."""
    with django_db_blocker.unblock(), own_database():
        restore(release)
        call_command("migrate", verbosity=0)
        yield


pytestmark = pytest.mark.differs


@pytest.fixture(autouse=True)
def _left_as_it_was(_upgraded: None) -> Iterator[None]:
    """What a test adds (a sign-in, a row beside those that came) is gone before the next one counts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {connection.ops.quote_name(table)}")
        return int(cursor.fetchone()[0])


def test_nothing_is_left_to_migrate() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_no_row_is_lost(release: Release) -> None:
    now = {table: _count(RENAMED.get(table, table)) for table in release.counts}
    lost = {table: (before, now[table]) for table, before in release.counts.items() if now[table] != before}
    grown = {table for table, (before, after) in lost.items() if after > before}
    assert {table: found for table, found in lost.items() if table not in GROW & grown} == {}


def test_every_state_is_among_them(release: Release) -> None:
    """The market of that day had met everything: else this module would prove little."""
    orders = release.said["orders"].values()
    parts = [part for order in orders for part in order["parts"].values()]
    assert {order["status"] for order in orders} >= {"awaiting_verification", "placed", "cancelled"}
    assert {part["status"] for part in parts} >= {
        "awaiting_verification",
        "placed",
        "confirmed",
        "declined",
        "cancelled",
    }
    assert {hand_off[1] for part in parts for hand_off in part["hand_offs"]} == {
        "waiting",
        "queued",
        "sent",
        "processing",
        "stuck",
        "at_customs",
        "accepted",
        "rejected",
        "refused",
        "dropped",
    }
    assert {order["payment"][2] for order in orders if order["payment"]} == {"awaited", "received", "cancelled"}
    assert any(line["submitted"] for part in parts for line in part["lines"])
    tables = release.tables

    def values(table: str, column: str) -> set[Any]:
        place = tables[table]["columns"].index(column)
        return {row[place] for row in tables[table]["rows"]}

    assert values("catalog_good", "status") == {"draft", "review", "published", "withdrawn", "suspended"}
    assert values("companies_company", "status") == {status.value for status in CompanyStatus}
    assert values("outbox_outboxmessage", "state") >= {"ready", "done", "dead"}
    empty = [table for table, count in release.counts.items() if not count]
    ours = (
        "orders",
        "payments",
        "clearance",
        "accounts",
        "companies",
        "catalog",
        "query_log",
        "search",
        "kiosk",
        "cms",
    )
    assert {table for table in empty if table.startswith(ours)} == PASSING


def test_orders_say_what_they_said(release: Release) -> None:
    now = reading.everything()
    assert now["orders"].keys() == release.said["orders"].keys()
    for number, order in release.said["orders"].items():
        assert now["orders"][number] == of_today(order), number


def test_saved_searches_are_found(release: Release) -> None:
    assert reading.everything()["searches"] == release.said["searches"]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_order_opens_for_buyer_producer_and_operator() -> None:
    operator = _client(User.objects.get(email="operator@example.com"))
    members = {one.company_id: one.user for one in Membership.objects.select_related("user").order_by("-pk")}
    clients = {company_id: _client(user) for company_id, user in members.items()}
    failed = []
    for order in Order.objects.for_operations().order_by("pk"):
        pages = [(clients[order.buyer_id], f"/vi/orders/{order.number}/")]
        pages.append((operator, f"/admin/operations/orders/{order.number}/"))
        parts = ProducerOrder.objects.filter(order=order, placed_at__isnull=False).order_by("pk")
        pages += [
            (clients[part.producer_id], f"/zh-hans/producer/orders/{part.number}/")
            for part in parts
            if part.producer_id in clients
        ]
        failed += [(page, status) for client, page in pages if (status := client.get(page).status_code) != 200]
    assert failed == []


def test_the_trail_is_as_it_was(release: Release) -> None:
    kept = release.tables["audit_auditevent"]
    place = {name: kept["columns"].index(name) for name in ("id", "verb", "subject_id", "actor_label")}
    before = sorted((row[place["id"]], row[place["verb"]], row[place["subject_id"]]) for row in kept["rows"])
    found = AuditEvent.objects.filter(pk__in=[row[0] for row in before]).order_by("pk")
    assert list(found.values_list("pk", "verb", "subject_id")) == before


def test_types_and_rights_are_those_of_the_models() -> None:
    models = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    types = set(ContentType.objects.values_list("app_label", "model"))
    assert models - types == set()
    for model in apps.get_models():
        codes = Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False)
        )
        wanted = {f"{act}_{model._meta.model_name}" for act in model._meta.default_permissions}
        assert wanted <= set(codes.values_list("codename", flat=True)), model
    groups = User.objects.get(email="operator@example.com").get_all_permissions()
    assert {"orders.view_order", "companies.change_company", "outbox.change_outboxmessage"} <= groups
    assert "synonyms.change_synonymgroup" in groups
    former = {("search", "synonymgroup"), ("query_log", "querycount"), ("accounts", "savedsearch")}
    assert not types & former


def test_what_moved_to_rooms_of_its_own_is_read_there() -> None:
    assert list(SynonymGroup.objects.order_by("pk").values_list("vi", flat=True)) == ["gạo huyết rồng", "thạch lựu"]
    assert QueryCount.objects.get(text="gao do").clicks == 2
    assert RecentSearch.objects.count() == 3


def test_the_index_can_be_built_anew() -> None:
    call_command("search_rebuild", verbosity=0)
    found = search(q="石榴", lang="zh-hans")
    assert found.total
    assert not found.degraded


def test_another_row_can_be_added_beside_those_that_came() -> None:
    """The databases count on where the rows that came over end."""
    user = User.objects.create_user("after@example.com", "after-2026", name="After")
    assert user.pk > 1
