"""The pages of saved and recent searches: hers alone, in both languages, and the mails end with one click."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from marketplace.accounts.models import User
from marketplace.catalog.models import Pack
from marketplace.saved_searches import unsubscribing
from marketplace.saved_searches.models import RecentSearch, SavedSearch
from marketplace.saved_searches.services import note_recent_search, save_search
from search import indexing
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory
from tests.factories.companies import CompanyFactory
from tests.integration.scenes import HOSTILE_TEXTS, text_of

pytestmark = pytest.mark.django_db
PAGE = "/vi/account/searches/"
SAVE = "/vi/account/searches/save/"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody who reads Vietnamese and is signed in."""
    made: User = UserFactory.create()
    client.force_login(made)
    return made


def save(user: User, now: datetime, q: str = "gạo đỏ", **fields: object) -> SavedSearch:
    values = {"lang": "vi", "params": {}, "name": "", "notify": True} | fields
    return save_search(user_id=user.pk, q=q, now=now, **values)  # type: ignore[arg-type]  # the defaults are of many types


def test_a_search_is_saved_with_its_filters_from_the_page_of_results(client: Client, user: User) -> None:
    CategoryFactory.create(code="rice", name_vi="Gạo các loại")
    address = f"{SAVE}?q=G%E1%BA%A1o+%C4%91%E1%BB%8F&category=rice&category=none&gi=1&month=5&page=3&sort=price"
    page = client.get(address)
    assert page.status_code == 200
    assert "Gạo các loại" in text_of(page)
    assert 'value="Gạo đỏ"' in page.content.decode()
    assert client.post(address, {"name": "Gạo của tôi", "notify": "on"})["Location"] == PAGE
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.name, saved.q, saved.lang, saved.notify) == (user, "Gạo của tôi", "Gạo đỏ", "vi", True)
    assert saved.filters == [["category", "rice"], ["gi", "1"], ["month", "5"]]
    listed = client.get(PAGE)
    assert "Gạo của tôi" in text_of(listed)
    assert (
        "/vi/search/?q=G%E1%BA%A1o+%C4%91%E1%BB%8F&amp;category=rice&amp;gi=1&amp;month=5" in listed.content.decode()
    )


def test_a_producer_is_called_by_its_name(client: Client, user: User) -> None:
    CompanyFactory.create(producer=True, slug="maker-a", name_vi="Nhà làm A")
    client.post(f"{SAVE}?q=tra&producer=maker-a&producer=no-such-maker", {"name": "Trà", "notify": "on"})
    page = client.get(PAGE).content.decode()
    assert "Nhà làm A" in page
    assert "no-such-maker" not in page


def test_without_the_box_nobody_writes_and_without_a_name_it_has_one(client: Client, user: User) -> None:
    client.post(f"{SAVE}?q=tr%C3%A0", {"name": "  "})
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.notify) == ("trà", False)


def test_prices_are_kept_in_the_markets_currency(client: Client, user: User) -> None:
    client.post(f"{SAVE}?q=tr%C3%A0&price_min=1,5&price_max=1.234", {})
    client.post("/zh-hans/account/searches/save/?q=%E8%8C%B6&price_min=1.234", {})
    assert SavedSearch.objects.get(lang="vi").filters == [["price_max", "1234"], ["price_min", "1.5"]]
    assert SavedSearch.objects.get(lang="zh-hans").filters == [["price_min", "1.2340"]]


def test_the_result_page_leads_to_saving_it(client: Client, pack: Pack) -> None:
    indexing.rebuild()
    page = client.get("/vi/search/?q=g%E1%BA%A1o&gi=1").content.decode()
    assert 'href="/vi/account/searches/save/?gi=1&amp;q=g%E1%BA%A1o"' in page


def test_a_visitor_signs_in_on_the_way_and_saves_then(client: Client) -> None:
    response = client.get(f"{SAVE}?q=tr%C3%A0&gi=1")
    assert response.status_code == 302
    assert response["Location"].startswith("/vi/account/login/?next=/vi/account/searches/save/%3Fq%3Dtr")


@pytest.mark.parametrize("query", ["", "q=", "q=%3F%21", "gi=1", "q=%20"])
def test_nothing_to_search_for_is_not_saved(client: Client, user: User, query: str) -> None:
    response = client.post(f"{SAVE}?{query}", {"name": "x"})
    assert response["Location"] == "/vi/search/"
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_are_answered_and_never_kept_as_they_are(client: Client, user: User, text: str) -> None:
    for address in (f"{SAVE}?q=tr%C3%A0", f"{SAVE}?q=rice"):
        assert client.post(address, {"name": text, "notify": text}).status_code in {302, 422}
    assert all(one.name.isprintable() and len(one.name) <= 120 for one in SavedSearch.objects.all())
    assert "<script>alert" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "q=tea&page=0", "q=tea&currency=XXX", "q=tea&month=13&gi=9"]
)
def test_hostile_addresses_are_no_fault_of_ours(client: Client, user: User, query: str) -> None:
    client.raise_request_exception = False
    for response in (client.get(f"{SAVE}?{query}"), client.post(f"{SAVE}?{query}", {})):
        assert response.status_code in {200, 302, 400, 404}


def test_the_fifty_first_is_refused_with_what_to_do(client: Client, user: User, now: datetime) -> None:
    for number in range(50):
        save(user, now, f"trà {number}")
    response = client.post(f"{SAVE}?q=rice", {"name": "x"})
    assert response.status_code == 422
    assert "50" in text_of(response)
    assert SavedSearch.objects.count() == 50


def test_name_and_mail_are_changed_and_the_search_deleted(client: Client, user: User, now: datetime) -> None:
    saved = save(user, now)
    client.post(f"{PAGE}{saved.pk}/change/", {"name": "Khác"})
    saved.refresh_from_db()
    assert (saved.name, saved.notify) == ("Khác", False)
    refused = client.post(f"{PAGE}{saved.pk}/change/", {"name": "a\x00b"})
    assert refused.status_code == 422
    assert refused.context["form"]["name"].value() == "a\x00b"
    saved.refresh_from_db()
    assert saved.name == "Khác"
    assert client.post(f"{PAGE}{saved.pk}/delete/")["Location"] == PAGE
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("act", ["change", "delete"])
def test_somebody_elses_search_is_not_there(client: Client, user: User, now: datetime, act: str) -> None:
    saved = save(UserFactory.create(), now)
    for pk in (saved.pk, 0, 10**18):
        assert client.post(f"{PAGE}{pk}/{act}/", {"name": "Mine"}).status_code == 404
    saved.refresh_from_db()
    assert saved.name == "gạo đỏ"
    assert saved.name not in text_of(client.get(PAGE))


@pytest.mark.parametrize("path", ["", "save/?q=a", "1/change/", "1/delete/", "recent/clear/", "recent/keep/"])
def test_a_visitor_is_asked_to_sign_in(client: Client, path: str) -> None:
    for response in (client.get(PAGE + path), client.post(PAGE + path)):
        assert response.status_code in {302, 405}
        assert response.status_code == 405 or response["Location"].startswith("/vi/account/login/")
    assert client.get(PAGE + path)["Location"].startswith("/vi/account/login/")


@pytest.mark.parametrize("act", ["delete/", "change/"])
def test_what_changes_something_is_no_link(client: Client, user: User, now: datetime, act: str) -> None:
    saved = save(user, now)
    assert client.get(f"{PAGE}{saved.pk}/{act}").status_code == (302 if act == "delete/" else 200)
    assert SavedSearch.objects.get() == saved


@pytest.mark.parametrize("act", ["recent/clear/", "recent/keep/"])
def test_who_opens_what_forms_are_sent_to_is_led_to_the_forms(client: Client, user: User, act: str) -> None:
    note_recent_search(user_id=user.pk, q="trà", lang="vi", now=user.date_joined)
    assert client.get(PAGE + act)["Location"] == PAGE
    assert RecentSearch.objects.exists()


@pytest.mark.parametrize(("code", "title"), [("vi", "Tìm kiếm đã lưu"), ("zh-hans", "保存的搜索")])
def test_the_pages_are_read_in_both_languages(
    client: Client, user: User, now: datetime, code: str, title: str
) -> None:
    save(user, now)
    assert title in text_of(client.get(f"/{code}/account/searches/"))
    assert client.get(f"/{code}/account/searches/save/?q=tea").status_code == 200
    assert title in text_of(client.get(f"/{code}/account/"))


def test_recent_searches_are_listed_told_to_the_search_box_and_cleared(
    client: Client, user: User, now: datetime
) -> None:
    note_recent_search(user_id=user.pk, q="gạo & đỏ", lang="vi", now=now)
    note_recent_search(user_id=UserFactory.create().pk, q="bí mật", lang="vi", now=now)
    answer = client.get(f"{PAGE}recent/")
    assert answer.json() == {
        "is_signed_in": True,
        "is_kept": True,
        "recent": [{"text": "gạo & đỏ", "url": "/vi/search/?q=g%E1%BA%A1o+%26+%C4%91%E1%BB%8F"}],
    }
    assert "no-store" in answer["Cache-Control"]
    assert "gạo & đỏ" in text_of(client.get(PAGE))
    client.post(f"{PAGE}recent/clear/")
    assert client.get(f"{PAGE}recent/").json()["recent"] == []
    assert RecentSearch.objects.count() == 1


def test_a_visitor_has_none_here(client: Client) -> None:
    assert client.get(f"{PAGE}recent/").json() == {"is_signed_in": False, "is_kept": False, "recent": []}


def test_the_switch_ends_the_keeping(client: Client, user: User, now: datetime) -> None:
    note_recent_search(user_id=user.pk, q="gạo", lang="vi", now=now)
    client.post(f"{PAGE}recent/keep/", {"keep": "0"})
    assert not RecentSearch.objects.exists()
    assert client.get(f"{PAGE}recent/").json()["is_kept"] is False
    client.post(f"{PAGE}recent/keep/", {"keep": "1"})
    assert client.get(f"{PAGE}recent/").json()["is_kept"] is True


def test_opening_the_link_asks_and_the_button_ends_the_mails(client: Client, now: datetime) -> None:
    saved = save(UserFactory.create(), now)
    other = save(UserFactory.create(), now)
    address = f"/vi/account/searches/mute/{unsubscribing.token(saved.user_id)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "noindex" in page.content.decode()
    saved.refresh_from_db()
    assert saved.notify
    assert client.post(address).status_code == 200
    saved.refresh_from_db()
    other.refresh_from_db()
    assert (saved.notify, other.notify) == (False, True)


def test_a_mail_program_ends_them_with_one_click_without_cookies_or_token() -> None:
    user = UserFactory.create()
    client = Client(enforce_csrf_checks=True)
    address = f"/zh-hans/account/searches/mute/{unsubscribing.token(user.pk)}/"
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.cookies) == (200, {})


@pytest.mark.parametrize("token", ["x", "1:x", "1", "%00", "a" * 3_000, "1:" + "b" * 43])
def test_a_made_up_link_leads_nowhere(client: Client, token: str) -> None:
    UserFactory.create(pk=1)
    client.raise_request_exception = False
    for response in (
        client.get(f"/vi/account/searches/mute/{token}/"),
        client.post(f"/vi/account/searches/mute/{token}/"),
    ):
        assert response.status_code == 404


def test_the_link_of_somebody_who_is_gone_leads_nowhere(client: Client) -> None:
    assert client.post(f"/vi/account/searches/mute/{unsubscribing.token(10**12)}/").status_code == 404


def test_messages_say_what_was_done(client: Client, user: User) -> None:
    response = client.post(f"{SAVE}?q=tr%C3%A0", {"name": "x"})
    assert [str(one) for one in get_messages(response.wsgi_request)] == ["Đã lưu tìm kiếm."]
