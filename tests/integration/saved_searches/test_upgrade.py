"""A database in which people's searches were models of accounts: rows, rights and trail come over, and go back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.audit.models import AuditEvent
from marketplace.saved_searches.models import ChangedDocument, RecentSearch, SavedSearch
from tests.factories.accounts import UserFactory

AT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE: list[tuple[str, str | None]] = [("accounts", "0004_time_zone"), ("saved_searches", None)]
MODELS = {"changeddocument", "recentsearch", "savedsearch", "savedsearchnotice"}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def then() -> Iterator[Any]:
    """The models of before, over the tables of before."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state([("accounts", "0004_time_zone")]).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_what_people_search_for_comes_over_with_its_rights_and_its_trail(then: Any) -> None:
    user = UserFactory.create()
    saved = then.get_model("accounts", "SavedSearch").objects.create(
        user_id=user.pk,
        slot=0,
        key="k",
        name="Trà",
        q="trà",
        lang="vi",
        seen=["good:1"],
        baseline_at=AT,
        created_at=AT,
    )
    then.get_model("accounts", "SavedSearchNotice").objects.create(
        saved_search_id=saved.pk, document_id="good:2", found_at=AT
    )
    then.get_model("accounts", "RecentSearch").objects.create(
        user_id=user.pk, key="k", q="trà", lang="vi", searched_at=AT
    )
    then.get_model("accounts", "ChangedDocument").objects.create(document_id="good:3", changed_at=AT)
    group = Group.objects.create(name="Support")
    right = Permission.objects.get(content_type__app_label="accounts", codename="view_savedsearch")
    group.permissions.add(right)
    event = AuditEvent.objects.create(
        verb="x", subject_type="accounts.savedsearch", subject_id=str(saved.pk), actor_label="", at=AT
    )

    call_command("migrate", verbosity=0)

    found = SavedSearch.objects.get()
    assert (found.pk, found.name, found.seen) == (saved.pk, "Trà", ["good:1"])
    assert [one.document_id for one in found.notices.all()] == ["good:2"]
    assert RecentSearch.objects.get().q == "trà"
    assert ChangedDocument.objects.get().document_id == "good:3"
    assert list(group.permissions.values_list("content_type__app_label", "codename")) == [
        ("saved_searches", "view_savedsearch")
    ]
    assert group.permissions.get() == right
    event.refresh_from_db()
    assert event.subject_type == "saved_searches.savedsearch"
    labels = ContentType.objects.filter(model__in=MODELS).values_list("app_label", "model")
    assert set(labels) == {("saved_searches", model) for model in MODELS}
    assert user.saved_searches.get() == found
