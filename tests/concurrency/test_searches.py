"""Two at the same moment around searches: every search counts, nobody is told twice, nobody keeps too many."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from marketplace.outbox.models import OutboxMessage
from marketplace.saved_searches import services
from marketplace.saved_searches.errors import TooManySavedSearches
from marketplace.saved_searches.models import RecentSearch, SavedSearch, SavedSearchNotice
from marketplace.search_log.models import Kind, QueryCount
from marketplace.search_log.services import Look, count_click, count_search
from search import indexing, querying
from tests.concurrency.threads import at_once
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory
from tests.integration.saved_searches.conftest import LATER, publish, save

pytestmark = pytest.mark.django_db(transaction=True)
LOOK = Look(q="gạo đỏ", lang="vi", kind=Kind.SEARCH, total=3)


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings: Settings) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    GoodFactory.create(name_en="Old pomelo")
    indexing.rebuild()


def failures(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, Exception)]


def test_searches_that_meet_all_count_from_the_first(now: datetime) -> None:
    for _ in range(5):
        assert not failures(list(at_once(*[partial(count_search, look=LOOK, now=now)] * 6)))
    row = QueryCount.objects.get()
    assert (row.times, row.hour_count) == (30, 1)


def test_clicks_that_meet_are_never_more_than_searches(now: datetime) -> None:
    for _ in range(4):
        count_search(look=LOOK, now=now)
    results = at_once(*[partial(count_click, look=LOOK, position=1, now=now)] * 8)
    assert sorted(map(str, results)) == ["False"] * 4 + ["True"] * 4
    row = QueryCount.objects.get()
    assert (row.clicks, row.positions.get().times) == (4, 4)


def test_the_same_search_saved_twice_at_once_is_one(now: datetime) -> None:
    user = UserFactory.create()
    results = at_once(*[partial(save, user, now=now)] * 4)
    assert not failures(list(results))
    assert SavedSearch.objects.count() == 1


def test_the_last_free_slot_is_taken_once(now: datetime) -> None:
    user = UserFactory.create()
    for number in range(49):
        save(user, f"pomelo {number}", now=now, notify=False)
    results = at_once(*[partial(save, user, f"rice {number}", now=now) for number in range(4)])
    assert [type(one) for one in failures(list(results))] == [TooManySavedSearches] * 3
    assert SavedSearch.objects.count() == 50


def test_two_runs_at_once_tell_each_person_once(now: datetime) -> None:
    for _ in range(4):
        save(now=now)
    for number in range(3):
        publish(now + LATER, name_en=f"Green pomelo {number}")
    # What has settled is found by everybody: no run looks at the index as it was before.
    assert querying.search(q="green pomelo", lang="en").total == 3
    results = at_once(*[partial(services.match_saved_searches, now=now + 2 * LATER)] * 3)
    assert not failures(list(results))
    assert sum(int(str(one)) for one in results) == 4
    assert SavedSearchNotice.objects.count() == 12
    assert OutboxMessage.objects.filter(topic="mail.saved_searches").count() == 4


def test_recent_searches_that_meet_stay_twenty(now: datetime) -> None:
    user = UserFactory.create()
    for number in range(10):
        acts = [
            partial(services.note_recent_search, user_id=user.pk, q=f"trà {number} {other % 3}", lang="vi", now=now)
            for other in range(6)
        ]
        assert not failures(list(at_once(*acts)))
    assert RecentSearch.objects.filter(user=user).count() == 20
