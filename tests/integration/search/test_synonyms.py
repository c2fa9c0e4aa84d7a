"""Words that operators add act at once, in both directions or in one, and stop acting at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.synonyms import errors
from marketplace.synonyms.live import Live, live
from marketplace.synonyms.models import SynonymGroup, SynonymVersion
from marketplace.synonyms.services import groups as services
from marketplace.synonyms.services.groups import Draft, change_group, create_group, delete_group
from search import querying
from search.analysis import parse
from search.analysis.additions import NOTHING

pytestmark = pytest.mark.django_db

SWEET, PINEAPPLE = "HH-MZ-001", "HH-HK-002"


@pytest.fixture(autouse=True)
def _at_once(settings: Settings) -> Iterator[None]:
    settings.SEARCH_SYNONYMS_LOOK_EVERY = 0.0
    live.read_again()
    yield
    settings.SEARCH_SYNONYMS_LOOK_EVERY = None
    live.read_again()


def goods(q: str) -> list[str]:
    return [hit.sku for hit in querying.search(q=q, lang="vi", size=10).hits if hit.type == "good"]


@pytest.mark.usefixtures("market_site")
def test_a_new_word_finds_what_is_called_otherwise_without_a_rebuild(now: datetime) -> None:
    before = goods("quả hạt đỏ xyzzy"), goods("xyzzy"), goods("红宝石果")
    assert SWEET not in {*before[1], *before[2]}
    group = create_group(draft=Draft(zh="石榴\n红宝石果", vi="lựu", any="xyzzy"), now=now)
    assert goods("xyzzy")[0] in {SWEET, "HH-JS-008"}
    assert goods("红宝石果")[0] in {SWEET, "HH-JS-008"}
    change_group(group_id=group.pk, draft=Draft(vi="dứa", any="xyzzy"), now=now)
    assert goods("xyzzy")[0] == PINEAPPLE
    assert SWEET not in goods("红宝石果")
    change_group(group_id=group.pk, draft=Draft(vi="dứa", any="xyzzy", is_active=False), now=now)
    assert goods("xyzzy") == []
    change_group(group_id=group.pk, draft=Draft(vi="dứa", any="xyzzy"), now=now)
    assert goods("xyzzy")[0] == PINEAPPLE
    delete_group(group_id=group.pk)
    assert goods("xyzzy") == []


@pytest.mark.usefixtures("market_site")
def test_what_is_only_typed_finds_and_is_not_looked_for(now: datetime) -> None:
    create_group(draft=Draft(vi="dứa", typed="mãng cầu gai\nwunderfrucht"), now=now)
    assert goods("Wunderfrucht")[0] == PINEAPPLE
    assert goods("mãng cầu gai")[0] == PINEAPPLE
    assert "wunderfrucht" not in {" ".join(one.words) for one in parse("dứa").units[0].alternatives}


def test_a_plan_kept_for_the_words_before_is_not_used_for_those_after(now: datetime) -> None:
    before = parse("xyzzy")
    create_group(draft=Draft(vi="dứa", any="xyzzy"), now=now)
    after = parse("xyzzy")
    assert before.key != after.key
    assert not before.units[0].alternatives
    assert {one.words for one in after.units[0].alternatives} == {("dứa",)}


def test_one_question_tells_that_nothing_changed(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    create_group(draft=Draft(vi="dứa", any="xyzzy"), now=now)
    live.current()
    with CaptureQueriesContext(connection) as asked:
        live.current()
    assert [one["sql"].split()[0] for one in asked.captured_queries if "search_" in one["sql"]] == ["SELECT"]


def test_between_two_looks_nothing_is_asked(
    now: datetime, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SEARCH_SYNONYMS_LOOK_EVERY = 60.0
    live.current()
    with django_assert_num_queries(0):
        for _ in range(100):
            live.current()


def take_the_table_away() -> None:
    """Until the test's transaction is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {SynonymVersion._meta.db_table} RENAME TO taken_away")


def test_search_goes_on_with_what_it_knew_where_the_database_refuses(now: datetime) -> None:
    create_group(draft=Draft(vi="dứa", any="xyzzy"), now=now)
    assert parse("xyzzy").units[0].alternatives
    take_the_table_away()
    known = live.current()
    assert known.digest
    assert parse("xyzzy").units[0].alternatives
    assert SynonymGroup.objects.count() == 1  # the visitor's own transaction is not spoilt


def test_a_process_that_never_read_answers_without_the_table() -> None:
    take_the_table_away()
    assert Live().current() == NOTHING


@pytest.mark.parametrize(
    ("draft", "refusal", "field"),
    [
        (Draft(), errors.TooFewTerms, "any"),
        (Draft(vi="dứa"), errors.TooFewTerms, "any"),
        (Draft(vi="dứa", any="Dứa"), errors.TooFewTerms, "any"),
        (Draft(typed="dứa"), errors.TooFewTerms, "any"),
        (Draft(vi="dứa", en="!!!"), errors.TermWithoutWords, "en"),
        (Draft(vi="dứa", en="a b c d e f"), errors.TermWithoutWords, "en"),
        (Draft(vi="dứa", en="x" * 61), errors.TermWithoutWords, "en"),
        (Draft(vi="dứa", zh="\n".join(f"词{number}" for number in range(21))), errors.TooManyTerms, "zh"),
        (Draft(vi="dứa", typed="x" * 10**6), errors.TooManyTerms, "typed"),
        (Draft(vi="dứa", typed="\ud800\0"), errors.TooFewTerms, ""),
    ],
)
def test_what_makes_no_group_is_refused_and_leaves_no_trace(
    draft: Draft, refusal: type[errors.SynonymsRefused], field: str, now: datetime
) -> None:
    with pytest.raises(refusal) as refused:
        create_group(draft=draft, now=now)
    assert refused.value.field == (field or "any")
    assert not SynonymGroup.objects.exists()
    assert not SynonymVersion.objects.exists()


def test_a_group_is_kept_composed_without_repetition_and_invisible_marks(now: datetime) -> None:
    group = create_group(draft=Draft(vi=" dứa \r\n\u200bDỨA\n\n thơm\0", note="x\0" * 300), now=now)
    assert group.terms["vi"] == ["dứa", "thơm"]
    assert len(group.note) == 200
    assert group.is_two_way


def test_there_are_not_more_groups_than_a_process_keeps_in_mind(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAX_GROUPS", 1)
    create_group(draft=Draft(vi="dứa\nthơm"), now=now)
    with pytest.raises(errors.TooManyGroups):
        create_group(draft=Draft(vi="trà\nchè"), now=now)


def test_every_change_grows_the_one_number(now: datetime) -> None:
    group = create_group(draft=Draft(vi="dứa\nthơm"), now=now)
    change_group(group_id=group.pk, draft=Draft(vi="dứa\nkhóm"), now=now + timedelta(1))
    delete_group(group_id=group.pk)
    assert SynonymVersion.objects.get().number == 3
    with pytest.raises(SynonymGroup.DoesNotExist):
        delete_group(group_id=group.pk)


@pytest.mark.parametrize(
    "broken", [{"vi": "dứa", "is_two_way": False}, {"vi": "dứa", "typed": "x"}, {"typed": "x", "is_two_way": False}]
)
def test_the_database_refuses_what_a_group_cannot_be(broken: dict[str, object], now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SynonymGroup.objects.create(changed_at=now, **broken)


def test_the_version_is_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SynonymVersion.objects.create(pk=2)


def test_many_threads_ask_without_waiting_for_each_other(now: datetime, settings: Settings) -> None:
    create_group(draft=Draft(vi="dứa", any="xyzzy"), now=now)
    known = live.current()
    settings.SEARCH_SYNONYMS_LOOK_EVERY = 60.0
    live.current()
    seen: list[str] = []
    threads = [Thread(target=lambda: seen.append(live.current().digest)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [known.digest] * 8
