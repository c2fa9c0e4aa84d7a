"""A database of the release before: every membership keeps its role, every event learns its companies."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.audit.models import AuditEventCompany
from marketplace.audit.services import record_event
from marketplace.companies.models import Membership, Role
from tests.factories.companies import MembershipFactory
from tests.integration.scenes import placed_order

AT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE = [("companies", "0003_one_form_of_codes_and_phones")]
AFTER = [("companies", "0006_one_role_goes")]


@pytest.fixture
def back() -> Iterator[Any]:
    """Three people as the release before kept them; one of them held two roles until it was gone back to."""
    members = [
        MembershipFactory.create(roles=roles)
        for roles in ((Role.FINANCE,), (Role.APPROVER, Role.PURCHASER), (Role.OWNER,))
    ]
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield members, executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_membership_keeps_its_role_there_and_back(back: Any) -> None:
    members, old = back
    then = old.get_model("companies", "Membership")
    assert list(then.objects.order_by("pk").values_list("role", flat=True)) == ["finance", "purchaser", "owner"]
    then.objects.filter(pk=members[0].pk).update(role="approver")

    MigrationExecutor(connection).migrate(AFTER)

    found = Membership.objects.order_by("pk").prefetch_related("held_roles")
    assert [set(one.roles) for one in found] == [{Role.APPROVER}, {Role.PURCHASER}, {Role.OWNER}]


@pytest.mark.django_db
def test_events_of_before_learn_their_companies_once(monkeypatch: pytest.MonkeyPatch) -> None:
    step = importlib.import_module("marketplace.operations.migrations.0001_events_know_their_companies")
    part = placed_order().producer_orders.get()
    events = [record_event(verb="order.placed", subject=one, at=AT) for one in (part, part.order, part.producer)]
    gone = record_event(verb="order.placed", subject=part.order, at=AT)
    type(gone).objects.filter(pk=gone.pk).update(subject_id="999999999")
    expected = set(AuditEventCompany.objects.exclude(event=gone).values_list("event_id", "company_id"))
    AuditEventCompany.objects.all().delete()
    monkeypatch.setattr(step, "BATCH", 2)

    for _ in range(2):
        step.link(apps, connection.schema_editor(collect_sql=True))
        assert set(AuditEventCompany.objects.values_list("event_id", "company_id")) == expected
    assert {event for event, _ in expected} == {event.pk for event in events}
