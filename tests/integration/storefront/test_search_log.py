"""What browsers tell of searches: only what a page of ours said, from people, and never an error."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Pack
from marketplace.saved_searches.models import RecentSearch
from marketplace.search_log.models import Kind, QueryCount
from marketplace.storefront import search_note
from marketplace.storefront.query import ListQuery
from marketplace.storefront.views import search_log
from search import indexing
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
LOG = "/search-log/"


@pytest.fixture(autouse=True)
def _indexed(pack: Pack) -> None:
    indexing.rebuild()


@pytest.fixture
def person() -> Client:
    """A browser with somebody in front of it."""
    return Client(headers={"user-agent": PERSON})


def note_of(client: Client, address: str) -> str:
    """The note that stands in a page of results."""
    found = re.search(r'<search-log [^>]*data-note="([^"]*)"', client.get(address).content.decode())
    return unescape(found[1]) if found else ""


def tell(client: Client, note: str, **more: str) -> int:
    return client.post(LOG, {"note": note, **more}).status_code


def test_a_seen_page_is_counted_and_a_click_with_its_position_over_all_pages(person: Client) -> None:
    note = note_of(person, "/vi/search/?q=G%E1%BA%A1o")
    assert [tell(person, note), tell(person, note, position="2")] == [204, 204]
    row = QueryCount.objects.get()
    assert (row.text, row.lang, row.kind, row.times, row.zero_times, row.clicks) == ("gạo", "vi", "search", 1, 0, 1)
    assert row.positions.get().position == 2
    second = search_note.write(
        ListQuery(text="gạo", page=3, sort="relevance"), language="vi", total=90, is_degraded=False,
        today=timezone.localdate(),
    )  # fmt: skip
    assert [tell(person, second), tell(person, second, position="1")] == [204, 204]
    assert QueryCount.objects.get(kind=Kind.REFINED).positions.get().position == 49


def test_a_kept_page_has_the_note_of_a_drawn_one_so_no_search_is_hidden(person: Client) -> None:
    drawn, kept = (note_of(person, "/vi/search/?q=rice") for _ in range(2))
    assert drawn == kept != ""
    for _ in range(2):
        tell(person, kept)
    assert QueryCount.objects.get().times == 2


@pytest.mark.parametrize("query", ["gi=1", "sort=price", "month=5", "price_max=9"])
def test_filters_and_orders_are_counted_apart(person: Client, query: str) -> None:
    tell(person, note_of(person, f"/vi/search/?q=zzzzqq&{query}"))
    assert QueryCount.objects.get().kind == Kind.REFINED


def test_a_page_without_results_is_told_as_such(person: Client) -> None:
    tell(person, note_of(person, "/zh-hans/search/?q=zzzzqqqq"))
    row = QueryCount.objects.get()
    assert (row.times, row.zero_times) == (1, 1)


def test_a_page_without_words_has_no_note(person: Client) -> None:
    assert note_of(person, "/vi/search/") == ""


@pytest.mark.parametrize("q", ["石榴" * 100, "🍊" * 200, "gạo đỏ " * 40])
def test_the_longest_words_are_told_too(person: Client, q: str) -> None:
    tell(person, note_of(person, f"/vi/search/?q={quote(q)}"))
    assert QueryCount.objects.get().times == 1


def test_a_telephone_whose_maker_ends_like_a_robot_is_a_person(person: Client) -> None:
    agent = "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
    telephone = Client(headers={"user-agent": agent})
    tell(telephone, note_of(telephone, "/vi/search/?q=rice"))
    assert QueryCount.objects.get().times == 1


def test_a_note_holds_two_days(person: Client) -> None:
    query, today = ListQuery(text="rice", sort="relevance"), timezone.localdate()
    for age in (1, 2, 400, -1):
        day = today - timedelta(days=age)
        note = search_note.write(query, language="en", total=1, is_degraded=False, today=day)
        assert tell(person, note) == 204
    assert QueryCount.objects.get().times == 1


@pytest.mark.parametrize("note", ["", "x", "W10:abc", "\x00", "\ud800", "a" * 1_000_000, "WzFd:x", "💥:💥"])
def test_a_made_up_note_counts_nothing_and_breaks_nothing(person: Client, note: str) -> None:
    person.raise_request_exception = False
    assert tell(person, note.encode("utf-8", "replace").decode()) in {204, 400, 413}
    assert not QueryCount.objects.exists()


def test_a_note_that_was_touched_counts_nothing(person: Client) -> None:
    note = note_of(person, "/vi/search/?q=rice")
    for wrong in (note[:-1], "A" + note, note.replace(":", "x:", 1)):
        assert tell(person, wrong) == 204
    assert not QueryCount.objects.exists()


@pytest.mark.parametrize("position", ["0", "-1", "1.5", "٣", "1e3", "99999", "x" * 10_000, "\x00"])
def test_a_position_that_is_none_is_no_search_either(person: Client, position: str) -> None:
    note = note_of(person, "/vi/search/?q=rice")
    assert tell(person, note, position=position) == 204
    assert not QueryCount.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Googlebot/2.1 (+http://www.google.com/bot.html)",
        "Mozilla/5.0 HeadlessChrome/142.0",
        "curl/8.5",
        "python-requests/2",
    ],
)
def test_robots_are_not_counted(agent: str) -> None:
    robot = Client(headers={"user-agent": agent})
    assert tell(robot, note_of(robot, "/vi/search/?q=rice")) == 204
    assert not QueryCount.objects.exists()


def test_another_site_cannot_make_a_browser_tell(person: Client) -> None:
    note = note_of(person, "/vi/search/?q=rice")
    assert person.post(LOG, {"note": note}, headers={"origin": "https://evil.example"}).status_code == 403
    assert not QueryCount.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_it_is_told_and_not_asked(person: Client, method: str) -> None:
    assert getattr(person, method)(LOG).status_code == 405


def test_a_search_of_somebody_signed_in_is_hers_and_the_count_is_nobodys(person: Client) -> None:
    user = UserFactory.create()
    person.force_login(user)
    note = note_of(person, "/vi/search/?q=G%E1%BA%A1o")
    tell(person, note)
    tell(person, note, position="1")
    tell(person, note_of(person, "/vi/search/?q=tr%C3%A0&gi=1"))
    assert [(row.user_id, row.q, row.lang) for row in RecentSearch.objects.all()] == [(user.pk, "Gạo", "vi")]


def test_a_database_that_is_busy_is_nobodys_trouble(person: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(search_log, "count_search", busy)
    assert tell(person, note_of(person, "/vi/search/?q=rice")) == 204


def test_a_telephone_number_is_not_in_the_count(person: Client) -> None:
    tell(person, note_of(person, "/vi/search/?q=0912345678"))
    assert QueryCount.objects.get().text == ""


def test_telling_costs_few_queries(person: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    note = note_of(person, "/vi/search/?q=rice")
    tell(person, note)
    with django_assert_max_num_queries(1):
        tell(person, note)
    with django_assert_max_num_queries(9):
        tell(person, note, position="1")
