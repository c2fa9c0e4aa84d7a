"""The dashboard of searches: figures of a period, words only where several people may have typed them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from marketplace.search_log import tasks
from marketplace.search_log.models import Kind, QueryCount
from marketplace.search_log.services import Look, count_click, count_search
from search import pace
from tests.factories.accounts import UserFactory
from tests.integration.scenes import text_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/operations/searches/"


@pytest.fixture(autouse=True)
def _operator(client: Client) -> None:
    pace.take()
    client.force_login(UserFactory.create(operator=True))


def seen(q: str, *, total: int = 5, days_ago: int = 0, hours: int = 3, lang: str = "vi") -> Look:
    """Search in several hours of one day."""
    look = Look(q=q, lang=lang, kind=Kind.SEARCH, total=total)
    noon = timezone.localtime().replace(hour=12) - timedelta(days=days_ago)
    for hour in range(hours):
        count_search(look=look, now=noon + timedelta(hours=hour))
    return look


def test_top_empty_rare_and_pace_stand_on_the_page(client: Client) -> None:
    pace.note(0.02, is_degraded=False)
    pace.note(3.0, is_degraded=True)
    look = seen("gạo đỏ", hours=4)
    seen("dứa mật", total=0)
    seen("ai đó", hours=1)
    seen("0912345678")
    assert count_click(look=look, position=2, now=timezone.localtime().replace(hour=12))
    page = text_of(client.get(PAGE))
    assert "gạo đỏ 4 0 25% 25% 2 2" in page
    assert "dứa mật 3 3 (100%) 0% 0% – –" in page
    assert "ai đó" not in page
    assert "0912345678" not in page
    assert "25 ms" in page or "25 毫秒" in page


def test_days_are_drawn_with_what_found_nothing(client: Client) -> None:
    seen("gạo đỏ", hours=4)
    seen("dứa mật", total=0, days_ago=2, hours=2)
    chart = client.get(PAGE).context["chart"]
    assert [(bar.times, bar.zero_times) for bar in chart.bars[-3:]] == [(2, 2), (0, 0), (4, 0)]
    html = client.get(PAGE).content.decode()
    assert html.count('<rect class="ops-bar" x=') == 7
    assert html.count('<rect class="ops-bar-empty" x=') == 1
    assert "style=" not in html[html.index('class="ops"') : html.index("</main>")]


def test_a_period_without_searches_says_so_and_draws_nothing(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert html.count('class="ops-empty"') == 4
    assert "ops-chart" not in html


def test_a_period_and_a_language_are_chosen(client: Client) -> None:
    seen("hôm nay")
    seen("tháng trước", days_ago=20)
    seen("石榴", lang="zh-hans")
    week, month = text_of(client.get(PAGE)), text_of(client.get(PAGE, {"days": "30"}))
    assert ("hôm nay" in week, "tháng trước" in week) == (True, False)
    assert ("hôm nay" in month, "tháng trước" in month) == (True, True)
    chinese = text_of(client.get(PAGE, {"days": "30", "lang": "zh-hans"}))
    assert ("石榴" in chinese, "hôm nay" in chinese) == (True, False)


@pytest.mark.parametrize("days", ["0", "-1", "8", "٧", "x" * 10_000, "\x00", "7e9"])
@pytest.mark.parametrize("lang", ["", "th", "vi\x00", "' OR 1=1 --"])
def test_what_cannot_be_chosen_is_the_first_choice(client: Client, days: str, lang: str) -> None:
    seen("hôm nay")
    response = client.get(PAGE, {"days": days, "lang": lang})
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert (response.context["days"], response.context["lang"]) == (7, "")


def test_words_are_text_on_the_page(client: Client) -> None:
    seen('<b>gạo</b> &amp; "x"')
    html = client.get(PAGE).content.decode()
    assert "<b>gạo" not in html
    assert "?q=%3Cb%3Eg%E1%BA%A1o%3C%2Fb%3E" in html


def test_from_a_word_that_found_nothing_a_synonym_is_made(client: Client) -> None:
    seen("dứa & mật", total=0)
    seen("gạo đỏ")
    html = client.get(PAGE).content.decode()
    address = "/admin/operations/synonyms/add/?typed=d%E1%BB%A9a%20%26%20m%E1%BA%ADt"
    assert html.count("/admin/operations/synonyms/add/?typed=") == 1
    assert f'href="{address}"' in html
    assert client.get(address).context["form"].initial == {"typed": "dứa & mật"}


@pytest.mark.parametrize("typed", ["\x01\u202e", "x" * 4_000, "<script>alert(1)</script>", "a\nb"])
def test_a_proposed_word_is_one_clean_line(client: Client, typed: str) -> None:
    response = client.get("/admin/operations/synonyms/add/", {"typed": typed})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert len(response.context["form"].initial["typed"].splitlines()) <= 1


def test_who_may_read_figures_and_make_no_synonyms_sees_no_link(client: Client) -> None:
    reader = UserFactory.create(is_staff=True)
    door = {"content_type__app_label": "wagtailadmin", "codename": "access_admin"}
    sight = {"content_type__app_label": "catalog", "codename": "view_good"}
    reader.user_permissions.set([Permission.objects.get(**one) for one in (door, sight)])
    client.force_login(reader)
    seen("dứa", total=0)
    html = client.get(PAGE).content.decode()
    assert "dứa" in html
    assert "synonyms/add/" not in html


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "搜索最多"), ("vi", "Được tìm nhiều nhất")])
def test_it_is_read_in_both_languages(client: Client, language: str, title: str) -> None:
    client.force_login(UserFactory.create(operator=True, language=language))
    client.cookies["django_language"] = language
    assert title in text_of(client.get(PAGE))


def test_the_page_costs_the_same_for_many_words(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        seen(f"trà {number}")
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        client.get(PAGE)


def test_the_worker_forgets_what_is_too_old() -> None:
    seen("old", days_ago=95)
    seen("new")
    tasks.forget_searches(now=timezone.now())
    assert list(QueryCount.objects.values_list("text", flat=True)) == ["new"]
