"""Searches that somebody keeps: the same question is one, fifty are the most, nobody else's can be had."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.audit.models import AuditEvent
from marketplace.kernel.amounts import plain
from marketplace.saved_searches import selectors, services, unsubscribing, wanted
from marketplace.saved_searches.errors import NothingToSave, TooManySavedSearches
from marketplace.saved_searches.models import MOST_SAVED, SavedSearch
from search.filters import SearchFilters
from tests.factories.accounts import UserFactory
from tests.integration.saved_searches.conftest import save
from tests.integration.scenes import HOSTILE_TEXTS

pytestmark = pytest.mark.usefixtures("own_index")


def test_a_saved_search_knows_what_fits_already(now: datetime) -> None:
    saved = save(now=now, name="  Bưởi  của tôi ")
    assert (saved.name, saved.q, saved.lang, saved.notify) == ("Bưởi của tôi", "pomelo", "vi", True)
    assert (len(saved.seen), saved.is_baseline_whole) == (1, True)


def test_without_a_name_it_is_called_after_its_words(now: datetime) -> None:
    assert save(q=" red   rice ", now=now).name == "red rice"


@pytest.mark.parametrize("other", ["POMELO", " pomelo ", "ｐｏｍｅｌｏ"])
def test_the_same_words_are_the_same_question(now: datetime, other: str) -> None:
    user = UserFactory.create()
    first = save(user, now=now, params={"gi": "1", "category": ["b", "a"]})
    second = save(user, other, now=now, params={"category": ["a", "b", "a"], "gi": "true", "page": "3"}, name="Again")
    assert second.pk == first.pk
    assert SavedSearch.objects.get().name == "Again"
    assert save(user, now=now, params={"category": "a"}).pk != first.pk


def test_filters_are_kept_in_one_form() -> None:
    params = {
        "price_max": "12.50",
        "category": ["fruit", "a b", "fruit"],
        "in_season": "1",
        "month": ["4", "5"],
        "sort": "price",
        "q": "x",
        "county": ["mengzi"],
    }
    pairs = wanted.pairs(params)
    assert pairs == [
        ("category", "fruit"), ("county", "mengzi"), ("in_season", "1"), ("month", "5"), ("price_max", "12.5")
    ]  # fmt: skip
    assert wanted.filters(pairs, month=11) == SearchFilters(
        categories=("fruit",), counties=("mengzi",), in_season=True, month=5, price_max=Decimal("12.5")
    )
    assert wanted.filters([("in_season", "1")], month=11) == SearchFilters(in_season=True, month=11)


def test_a_kept_price_is_the_same_number_in_every_language() -> None:
    amounts = ["12.50", "1.234", "0.304", "1000", "2.00000", "0.30401"]
    written = [plain(Decimal(one), language="en") for one in amounts]
    assert written == [
        "12.5",
        "1.2340",
        "0.3040",
        "1000",
        "2",
        "0.30401",
    ]


@pytest.mark.parametrize("month", ["0", "13", "٥", "1.0", "", "5 ", "\x00"])
def test_a_month_that_is_none_is_left_out(month: str) -> None:
    assert wanted.pairs({"month": month}) == []


@pytest.mark.parametrize("q", ["", "   ", "!?*", "\x00\x01", "\ud800"])
def test_what_finds_nothing_cannot_be_saved(now: datetime, q: str) -> None:
    with pytest.raises(NothingToSave):
        save(q=q, now=now)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "柚子" * 5_000, "\ud800cà phê\udfff", "🍊\u202e\u0301"])
def test_hostile_words_and_names_are_kept_short_and_clean(now: datetime, text: str) -> None:
    user = UserFactory.create()
    params = {"category": text, "price_min": text, "month": text}
    saved = save(user, f"pomelo {text}", name=text, params=params, now=now)
    assert len(saved.q) <= 200
    assert len(saved.name) <= 120
    assert (saved.q + saved.name).isprintable()
    assert save(user, f"pomelo {text}", params=params, now=now).pk == saved.pk


def test_fifty_are_the_most_and_a_deleted_one_makes_room(now: datetime) -> None:
    user = UserFactory.create()
    rows = [save(user, f"pomelo {number}", now=now) for number in range(MOST_SAVED)]
    with pytest.raises(TooManySavedSearches):
        save(user, "one more", now=now)
    assert save(user, "pomelo 7", now=now).pk == rows[7].pk
    services.delete_saved_search(saved=rows[3])
    assert save(user, "one more", now=now).slot == rows[3].slot
    assert save(UserFactory.create(), now=now).slot == 0


def test_the_database_keeps_the_bound(now: datetime) -> None:
    saved = save(now=now)
    for values in ({"slot": MOST_SAVED}, {"q": ""}, {"name": ""}, {"lang": "th"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedSearch.objects.filter(pk=saved.pk).update(**values)


def test_switched_on_again_it_begins_with_what_fits_by_then(now: datetime) -> None:
    saved = save(now=now, notify=False)
    SavedSearch.objects.update(seen=[])
    changed = services.change_saved_search(saved=saved, name="", notify=True, now=now + timedelta(days=1))
    assert (changed.name, len(changed.seen)) == ("pomelo", 1)
    assert changed.baseline_at == now + timedelta(days=1)


def test_a_search_that_was_deleted_meanwhile_is_not_changed(now: datetime) -> None:
    saved = save(now=now)
    SavedSearch.objects.all().delete()
    with pytest.raises(SavedSearch.DoesNotExist):
        services.change_saved_search(saved=saved, name="x", notify=False, now=now)


def test_without_an_index_the_search_is_saved_all_the_same(now: datetime, tmp_path: Path, settings: Settings) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    saved = save(now=now)
    assert (saved.seen, saved.is_baseline_whole) == ([], False)


def test_somebody_elses_search_is_none(now: datetime) -> None:
    saved = save(now=now)
    with pytest.raises(SavedSearch.DoesNotExist):
        selectors.saved_search_of(UserFactory.create().pk, saved.pk)


def test_all_saved_searches_take_one_query(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = UserFactory.create()
    for number in range(5):
        save(user, f"pomelo {number}", now=now)
    with django_assert_num_queries(1):
        assert [one.q for one in selectors.saved_searches(user.pk)][:2] == ["pomelo 4", "pomelo 3"]


def test_muting_switches_off_all_of_one_person_and_none_of_another(now: datetime) -> None:
    user = UserFactory.create()
    save(user, now=now)
    save(user, "rice", now=now)
    other = save(now=now)
    assert [services.mute_saved_searches(user_id=user.pk, now=now) for _ in range(2)] == [2, 0]
    assert list(SavedSearch.objects.filter(notify=True)) == [other]
    event = AuditEvent.objects.get(verb="account.saved_searches.muted")
    assert (event.subject_id, event.data) == (str(user.pk), {"count": 2})


def test_the_link_that_ends_the_mails_cannot_be_made_up() -> None:
    token = unsubscribing.token(7)
    assert unsubscribing.reader(token) == 7
    for wrong in ("", "7", "7:", token[:-1], token.replace("7:", "8:", 1), "\x00", "x" * 10_000, "٧:" + token[2:]):
        assert unsubscribing.reader(wrong) is None
