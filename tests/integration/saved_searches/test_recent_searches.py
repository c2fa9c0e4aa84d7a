"""What somebody searched for lately: twenty at most, hers alone, and none where she wants none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.saved_searches import selectors, services
from marketplace.saved_searches.models import MOST_RECENT, RecentSearch
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    made: User = UserFactory.create()
    return made


def note(user: User, q: str, now: datetime, lang: str = "vi") -> RecentSearch | None:
    return services.note_recent_search(user_id=user.pk, q=q, lang=lang, now=now)


def test_the_latest_stands_first_and_the_same_words_once(user: User, now: datetime) -> None:
    for minute, q in enumerate(["gạo đỏ", "石榴", "GẠO  đỏ"]):
        note(user, q, now + timedelta(minutes=minute))
    assert [row.q for row in selectors.recent_searches(user.pk)] == ["GẠO đỏ", "石榴"]


def test_only_the_last_twenty_are_kept(user: User, now: datetime) -> None:
    other = UserFactory.create()
    note(other, "rice", now)
    for minute in range(MOST_RECENT + 5):
        note(user, f"tea {minute}", now + timedelta(minutes=minute))
    assert [row.q for row in selectors.recent_searches(user.pk)][::19] == ["tea 24", "tea 5"]
    assert RecentSearch.objects.filter(user=user).count() == MOST_RECENT
    assert RecentSearch.objects.filter(user=other).count() == 1


@pytest.mark.parametrize(("q", "lang"), [("", "vi"), ("\x00", "vi"), ("?", "vi"), ("rice", "th"), ("rice", "")])
def test_what_is_no_search_is_not_kept(user: User, now: datetime, q: str, lang: str) -> None:
    assert note(user, q, now, lang) is None
    assert not RecentSearch.objects.exists()


def test_a_million_characters_become_two_hundred(user: User, now: datetime) -> None:
    row = note(user, "gạo " * 250_000, now)
    assert row is not None
    assert len(row.q) <= 200


def test_switched_off_nothing_stays_and_nothing_is_added(user: User, now: datetime) -> None:
    note(user, "rice", now)
    services.keep_recent_searches(user_id=user.pk, is_wanted=False)
    note(user, "tea", now)
    assert not RecentSearch.objects.exists()
    services.keep_recent_searches(user_id=user.pk, is_wanted=True)
    note(user, "tea", now)
    assert [row.q for row in selectors.recent_searches(user.pk)] == ["tea"]


def test_clearing_takes_ones_own_only(user: User, now: datetime) -> None:
    other = UserFactory.create()
    note(user, "rice", now)
    note(other, "rice", now)
    assert services.clear_recent_searches(user_id=user.pk) == 1
    assert [row.user_id for row in RecentSearch.objects.all()] == [other.pk]
