"""What stands between a draft and visitors: languages, descriptions of pictures, a time to go live."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.blocks.completeness import is_said, of_page
from cms.blocks.models import SiteImage
from cms.blocks.tasks import publish_scheduled
from cms.stories.models import StoryIndexPage, StoryPage
from marketplace.catalog.models import StorefrontRevision
from tests.integration.cms.reading import parse
from tests.integration.cms.test_admin import fields
from tests.integration.scenes import text_of

pytestmark = pytest.mark.usefixtures("pages")

BLANK = "<p>\u00a0 </p>"


def stream(language: str, *texts: str) -> dict[str, str]:
    """Return what the editing form sends for a running text of paragraphs."""
    sent = {f"body_{language}-count": str(len(texts))}
    for at, text in enumerate(texts):
        block = {"text": text, "type": "unstyled", "key": "a", "entityRanges": [], "inlineStyleRanges": [], "depth": 0}
        sent |= {
            f"body_{language}-{at}-type": "paragraph",
            f"body_{language}-{at}-order": str(at),
            f"body_{language}-{at}-deleted": "",
            f"body_{language}-{at}-id": "",
            f"body_{language}-{at}-value": json.dumps({"blocks": [block], "entityMap": {}}),
        }
    return sent


def new_story(client: Client, **typed: str) -> tuple[str, dict[str, Any]]:
    """Return the address for a new story and what a form would send that is whole in Chinese and Vietnamese."""
    address = f"/admin/pages/add/cms_stories/storypage/{StoryIndexPage.objects.get().pk}/"
    whole = {
        "heading_zh_hans": "绿春的水",
        "heading_vi": "Nước ở Lục Xuân",
        "summary_zh_hans": "山上的水。",
        "summary_vi": "Nước trên núi.",
        **stream("zh_hans", "水。"),
        **stream("vi", "Nước."),
        "action-publish": "1",
    }
    return address, fields(client, address) | whole | typed


def written() -> StoryPage | None:
    page: StoryPage | None = StoryPage.objects.filter(heading_zh_hans="绿春的水").first()
    return page


def test_a_page_whole_in_both_languages_goes_live_and_takes_its_title_from_the_heading(editor_client: Client) -> None:
    address, typed = new_story(editor_client, title="", slug="")
    assert editor_client.post(address, typed).status_code == 302
    page = written()
    assert page is not None
    assert (page.live, page.title, page.slug) == (True, "绿春的水", "lu-chun-de-shui")


@pytest.mark.parametrize(
    "gone",
    [
        {"summary_vi": ""},
        {"summary_vi": "  "},
        stream("vi"),
        stream("vi", "   "),
        stream("vi", "\u00a0"),
        stream("zh_hans", ""),
        {"summary_zh_hans": ""},
    ],
)
def test_a_page_that_would_go_live_half_translated_asks_first(editor_client: Client, gone: dict[str, str]) -> None:
    address, typed = new_story(editor_client, **gone)
    language = "zh_hans" if any("zh_hans" in name for name in gone) else "vi"
    asked = editor_client.post(address, typed)
    assert asked.status_code == 200
    assert written() is None
    [box] = parse(asked.content).xpath(f"//input[@name='publish_without_{language}']")
    assert box.xpath("ancestor::*[@role='tabpanel']//*[@class='error-message']")
    other = "vi" if language == "zh_hans" else "zh_hans"
    assert not parse(asked.content).xpath(f"//input[@name='publish_without_{other}']")
    assert editor_client.post(address, typed | {f"publish_without_{language}": "on"}).status_code == 302
    assert written() is not None


def test_english_may_come_later(editor_client: Client) -> None:
    address, typed = new_story(editor_client)
    assert editor_client.post(address, typed).status_code == 302
    page = written()
    assert page is not None
    assert [(one.language, one.written, one.wanted) for one in of_page(page)] == [
        ("zh-hans", 3, 3),
        ("vi", 3, 3),
        ("en", 0, 3),
    ]


def test_a_draft_may_wait_for_everything_but_a_title(editor_client: Client) -> None:
    address, typed = new_story(editor_client, heading_vi="", summary_vi="", **stream("vi"))
    del typed["action-publish"]
    assert editor_client.post(address, typed).status_code == 302


def test_a_blank_paragraph_lets_the_next_language_speak(client: Client, story: StoryPage) -> None:
    story.body_vi = [("paragraph", BLANK)]
    story.body_en = [("paragraph", "<p>Carved before firing.</p>")]
    story.save_revision().publish()
    assert "Carved before firing." in text_of(client.get(f"/vi/stories/{story.slug}/"))


@pytest.mark.parametrize(("value", "says"), [("", False), (" \n", False), (None, False), ("水", True), (0, False)])
def test_a_text_of_spaces_says_nothing(value: object, says: bool) -> None:
    assert is_said(value) is says


@pytest.mark.parametrize("column", ["alt_zh_hans", "alt_vi"])
def test_a_picture_without_descriptions_does_not_go_live(editor_client: Client, story: StoryPage, column: str) -> None:
    picture = story.scene
    assert picture is not None
    SiteImage.objects.filter(pk=picture.pk).update(**{column: " "})
    address, typed = new_story(editor_client, scene=str(picture.pk))
    refused = editor_client.post(address, typed)
    assert refused.status_code == 200
    assert written() is None
    assert picture.title in text_of(refused)
    SiteImage.objects.filter(pk=picture.pk).update(**{column: "Ruộng bậc thang"})
    assert editor_client.post(address, typed).status_code == 302


def test_lists_say_which_page_lacks_which_language(editor_client: Client, story: StoryPage) -> None:
    StoryPage.objects.filter(pk=story.pk).update(summary_vi="")
    text = text_of(editor_client.get(f"/admin/pages/{StoryIndexPage.objects.get().pk}/"))
    assert f"{story.title} · Tiếng Việt 2/3" in text


def test_many_pages_go_live_together_only_where_all_are_whole(editor_client: Client, story: StoryPage) -> None:
    other = StoryPage.objects.exclude(pk=story.pk).first()
    assert other is not None
    for page in (story, other):
        page.unpublish()
    story.summary_vi = ""
    story.save_revision()
    address = f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={story.pk}&id={other.pk}"
    assert story.title in text_of(editor_client.post(address, follow=True))
    assert not Page.objects.filter(pk__in=[story.pk, other.pk], live=True).exists()
    editor_client.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={other.pk}", follow=True)
    assert Page.objects.get(pk=other.pk).live


def test_a_page_goes_live_and_leaves_at_the_times_that_were_set(editor_client: Client, client: Client) -> None:
    address, typed = new_story(editor_client, go_live_at="2126-01-02 08:00", expire_at="2126-02-03 08:00")
    assert editor_client.post(address, typed).status_code == 302
    page = written()
    assert page is not None
    assert not page.live
    assert client.get(f"/vi/stories/{page.slug}/").status_code == 404
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = "2026-01-02T00:00:00Z"
    revision.save()
    before = StorefrontRevision.objects.get().value
    publish_scheduled(now=datetime(2026, 11, 29, tzinfo=UTC))
    assert client.get(f"/vi/stories/{page.slug}/").status_code == 200
    assert StorefrontRevision.objects.get().value > before
    StoryPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled(now=datetime(2026, 11, 29, tzinfo=UTC))
    assert client.get(f"/vi/stories/{page.slug}/").status_code == 404


def test_the_form_offers_times_and_opens_the_tab_with_the_fault(editor_client: Client, story: StoryPage) -> None:
    page = parse(editor_client.get(f"/admin/pages/{story.pk}/edit/").content)
    assert page.xpath("//input[@name='go_live_at']")
    assert page.xpath("//input[@name='expire_at']")
    assert page.xpath("//script[contains(@src, 'assets/editor')]")
