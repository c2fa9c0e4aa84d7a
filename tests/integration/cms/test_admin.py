"""The editors' admin: who comes in, what its pages may do in a browser, and that editing works in three languages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.blocks.models import MarketPage
from cms.home.admin_door import POLICY
from cms.navigation.models import MenuLink
from cms.stories.models import StoryIndexPage, StoryPage
from marketplace.accounts.models import User
from marketplace.catalog.models import StorefrontRevision
from tests.factories.accounts import UserFactory
from tests.integration.cms.reading import parse

pytestmark = pytest.mark.usefixtures("pages")
LOADED = "//script/@src | //img/@src | //img/@srcset | //link/@href | //iframe/@src | //form/@action"


# Streams are drawn by scripts, so a form without a browser lacks them.
NO_BLOCKS = {f"{name}-count": "0" for name in ("body_zh_hans", "body_vi", "body_en", "goods", "sections")}


def fields(client: Client, address: str) -> dict[str, Any]:
    """Return what the editing form at ``address`` would send as it stands, with empty streams."""
    [form] = parse(client.get(address).content).xpath("//form[@data-edit-form]")
    return NO_BLOCKS | {name: value for name, value in form.form_values() if not name.startswith("action-")}


def test_a_stranger_is_sent_to_the_market_s_own_sign_in(client: Client) -> None:
    for address in ("/admin/", "/admin/pages/", "/admin/login/", "/admin/password_reset/", "/admin/pages/3/edit/"):
        response = client.get(address, headers={"accept-language": "vi"})
        assert response.status_code == 302
        assert re.match(r"/(zh-hans|vi|en)/account/login/\?next=/admin/", response.headers["Location"])
    response = client.post("/admin/login/", {"username": "editor@example.com", "password": "x"})
    assert "/account/login/" in response.headers["Location"]


def test_a_buyer_is_refused_and_not_sent_round_in_circles(buyer_client: Client) -> None:
    assert buyer_client.get("/admin/").status_code == 403
    assert buyer_client.get("/admin/pages/3/edit/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "", "pages/", "images/", "documents/", "snippets/cms_navigation/menulink/",
        "snippets/cms_navigation/menulink/add/", "account/", "reports/site-history/", "pages/search/?q=故事",
        "images/?q=梯田", "snippets/cms_navigation/menulink/?q=RCEP",
    ],
)  # fmt: skip
def test_an_editor_works_in_the_admin_and_no_page_calls_a_foreign_host(editor_client: Client, address: str) -> None:
    response = editor_client.get(f"/admin/{address}")
    assert response.status_code == 200
    text = response.content.decode()
    loaded = parse(response.content).xpath(LOADED)
    assert [address for address in loaded if "//" in address] == []
    assert "gravatar" not in text


def test_every_kind_of_page_can_be_edited_and_is_listed(editor_client: Client) -> None:
    for page in Page.objects.filter(depth__gt=1):
        assert editor_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
        assert editor_client.get(f"/admin/pages/{page.pk}/").status_code == 200


def test_the_form_has_a_tab_for_each_language(editor_client: Client, story: StoryPage) -> None:
    response = editor_client.get(f"/admin/pages/{story.pk}/edit/")
    text = response.content.decode()
    tabs = [" ".join(tab.text_content().split()) for tab in parse(response.content).xpath("//*[@role='tab']")]
    assert [tab.removesuffix(" ()") for tab in tabs[:3]] == ["简体中文 3/3", "Tiếng Việt 3/3", "English 3/3"]
    for column in ("zh_hans", "vi", "en"):
        assert f'name="heading_{column}"' in text
    assert 'name="heading"' not in text


def test_the_admin_has_a_policy_of_its_own_and_nothing_else_is_so_loose(editor_client: Client, client: Client) -> None:
    policy = editor_client.get("/admin/").headers["Content-Security-Policy"]
    assert policy == POLICY
    assert "unsafe-eval" not in policy
    assert not re.search(r"https?:|\*", policy)
    for address in ("/vi/", "/vi/stories/", "/vi/account/login/", "/robots.txt", "/vi/nowhere/", "/administration/"):
        strict = client.get(address).headers["Content-Security-Policy"]
        assert "unsafe-" not in strict
        assert "frame-ancestors 'none'" in strict


def test_a_page_carries_no_inline_script_or_style(client: Client) -> None:
    for address in ("/vi/", "/vi/stories/luchun-tea/", "/vi/centres/mengzi-centre/"):
        content = parse(client.get(address).content)
        assert not content.xpath("//script[not(@src) and not(@type='application/ld+json')] | //style | //*[@style]")


def test_an_editor_sees_a_draft_in_the_language_that_she_chooses(editor_client: Client, story: StoryPage) -> None:
    story.heading_vi, story.heading_en = "Bản nháp", "A draft"
    story.save_revision()
    address = f"/admin/pages/{story.pk}/view_draft/"
    assert "<h1>Bản nháp</h1>" in editor_client.get(f"{address}?mode=vi").content.decode()
    response = editor_client.get(f"{address}?mode=en")
    assert "<h1>A draft</h1>" in response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "no-" in response.headers["Cache-Control"]


def test_a_story_is_written_and_published_with_a_slug_of_its_title(editor_client: Client, client: Client) -> None:
    index = StoryIndexPage.objects.get()
    address = f"/admin/pages/add/cms_stories/storypage/{index.pk}/"
    paragraph = json.dumps({"blocks": [{"text": "Nước.", "type": "unstyled", "key": "a", "entityRanges": [], "inlineStyleRanges": [], "depth": 0}], "entityMap": {}})  # fmt: skip # noqa: E501 - what the editor's widget sends
    typed = fields(editor_client, address) | {
        "title": "绿春的水",
        "slug": "",
        "heading_zh_hans": "绿春的水",
        "heading_vi": "Nước ở Lục Xuân",
        "summary_zh_hans": "山上的水。",
        "summary_vi": "Nước trên núi.",
        "body_vi-count": "1",
        "body_vi-0-type": "paragraph",
        "body_vi-0-order": "0",
        "body_vi-0-deleted": "",
        "body_vi-0-id": "",
        "body_vi-0-value": paragraph,
        "publish_without_zh_hans": "on",
        "action-publish": "1",
    }
    response = editor_client.post(address, typed)
    assert response.status_code == 302
    page = StoryPage.objects.get(title="绿春的水")
    assert page.slug == "lu-chun-de-shui"
    text = client.get("/vi/stories/lu-chun-de-shui/").content.decode()
    assert "<h1>Nước ở Lục Xuân</h1>" in text
    assert "Nước.</p>" in text


def test_a_page_without_vietnamese_heading_is_kept_as_a_draft_only(editor_client: Client, story: StoryPage) -> None:
    address = f"/admin/pages/{story.pk}/edit/"
    typed = fields(editor_client, address) | {"heading_vi": "", "heading_zh_hans": "新的标题"}
    response = editor_client.post(address, typed | {"action-publish": "1"})
    assert response.status_code == 200
    story.refresh_from_db()
    assert story.heading_zh_hans == "建水紫陶：刻出来的字画"
    assert editor_client.post(address, typed).status_code == 302
    assert StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().heading_zh_hans == "新的标题"


def test_the_number_of_a_good_that_is_not_there_is_refused(editor_client: Client, story: StoryPage) -> None:
    address = f"/admin/pages/{story.pk}/edit/"
    typed = fields(editor_client, address) | {
        "goods-count": "1",
        "goods-0-type": "good",
        "goods-0-order": "0",
        "goods-0-deleted": "",
        "goods-0-id": "",
        "goods-0-value": "HH-XX-999",
        "action-publish": "1",
    }
    response = editor_client.post(address, typed)
    assert response.status_code == 200
    story.refresh_from_db()
    assert "HH-XX-999" not in story.skus


def test_menus_change_every_page_at_once(editor_client: Client, client: Client) -> None:
    link = MenuLink.objects.get(key="stories")
    assert ">Câu chuyện</a>" in client.get("/vi/").content.decode()
    address = f"/admin/snippets/cms_navigation/menulink/edit/{link.pk}/"
    typed = {
        "label_zh_hans": "故事", "label_vi": "Chuyện kể", "label_en": "Tales", "place": "main", "column": "",
        "page": link.page_id, "path": "", "key": "stories", "position": 0,
    }  # fmt: skip
    before = StorefrontRevision.objects.get().value
    assert editor_client.post(address, typed).status_code == 302
    assert StorefrontRevision.objects.get().value > before
    assert ">Chuyện kể</a>" in client.get("/vi/").content.decode()


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_a_menu_leads_nowhere_outside(editor_client: Client, path: str) -> None:
    typed = {"label_zh_hans": "x", "label_vi": "y", "label_en": "z", "place": "main", "path": path, "position": 9}
    assert editor_client.post("/admin/snippets/cms_navigation/menulink/add/", typed).status_code == 200
    assert not MenuLink.objects.filter(label_en="z").exists()


def test_an_editor_touches_nothing_of_the_market(editor_client: Client) -> None:
    for address in ("users/", "groups/", "settings/", "sites/", "redirects/"):
        assert editor_client.get(f"/admin/{address}").status_code in {302, 403, 404}


def test_an_act_that_fails_half_way_leaves_nothing_behind(
    editor_client: Client, story: StoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page_ids: list[int]) -> None:
        raise RuntimeError("the outbox cannot be written")

    monkeypatch.setattr("cms.blocks.publishing.tell", fail)
    editor_client.raise_request_exception = False
    address = f"/admin/pages/{story.pk}/edit/"
    typed = fields(editor_client, address) | {"heading_vi": "Nửa chừng", "action-publish": "1"}
    assert editor_client.post(address, typed).status_code == 500
    story.refresh_from_db()
    assert story.heading_vi != "Nửa chừng"
    assert StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().heading_vi != "Nửa chừng"


def test_the_home_page_keeps_its_slug(editor_client: Client) -> None:
    home = MarketPage.objects.get(depth=2)
    address = f"/admin/pages/{home.pk}/edit/"
    response = editor_client.post(address, fields(editor_client, address) | {"slug": "start", "action-publish": "1"})
    assert response.status_code == 200
    assert MarketPage.objects.get(depth=2).url_path == "/home/"


def test_staff_without_the_right_to_the_admin_are_refused(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("vi", "Mở hoặc đóng thanh bên", "切换"), ("zh-hans", "插入内容块", "Chèn"), ("en", "Toggle sidebar", "切换")],
)
def test_the_editor_speaks_her_language_in_the_browser(
    editor_client: Client, language: str, said: str, unsaid: str
) -> None:
    user = User.objects.get(pk=editor_client.session["_auth_user_id"])
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    text = editor_client.get("/admin/jsi18n/").content.decode()
    texts = text.encode().decode("unicode_escape") if "\\u" in text else text
    assert (said in texts, unsaid in texts) == (language != "en", False)
