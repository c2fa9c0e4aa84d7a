"""Pages as visitors get them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.blocks.models import MarketPage
from cms.blocks.speech import LANGUAGES
from cms.centres.models import CentrePage
from cms.fairs.models import FairPage
from cms.policies.models import PolicyPage
from cms.stories.models import StoryPage
from marketplace.catalog.services import bump_storefront
from marketplace.kernel.formats import bcp47
from tests.integration.cms.reading import HAN, VIETNAMESE, main, own_words

PATHS = (
    "", "stories/", "stories/hani-terraces-red-rice/", "stories/jianshui-purple-pottery/",
    "stories/mengzi-pomegranate/", "stories/gejiu-tin-craft/", "stories/luchun-tea/",
    "stories/hekou-border-railway/", "centres/", "centres/mengzi-centre/", "centres/gejiu-centre/",
    "centres/kaiyuan-centre/", "centres/mile-centre/", "centres/jianshui-centre/", "fairs/",
    "fairs/honghe-viet-nam-winter-fair/", "training/", "training/listing-your-goods/",
    "training/documents-for-9710/", "training/selling-to-viet-nam/", "training/packaging-and-cold-chain/",
    "policies/", "policies/rcep-origin/", "policies/9710-vs-9810/", "policies/credit-classes/",
    "terms/", "privacy/", "contact/", "imprint/", "cookies/",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("pages")


def test_the_paths_below_are_all_there_are() -> None:
    assert sorted(page.relative_path for page in MarketPage.objects.live()) == sorted(PATHS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_speaks_the_language_of_its_address_alone(client: Client, path: str, language: str) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    content = main(response.content)
    words = own_words(content)
    page = MarketPage.objects.get(url_path=f"/home/{path}")
    if path:
        [heading] = content.xpath(".//h1")
        assert heading.text_content().strip() == getattr(page, f"heading_{language.replace('-', '_')}")
    if language != "zh-hans":
        assert not HAN.findall(words)
    if language != "vi":
        assert not VIETNAMESE.findall(words)


@pytest.mark.parametrize("path", ["", "stories/luchun-tea/"])
def test_a_page_names_its_forms_in_the_other_languages(client: Client, path: str) -> None:
    text = client.get(f"/vi/{path}").content.decode()
    for language in LANGUAGES:
        assert f'hreflang="{bcp47(language)}" href="http://127.0.0.1:8000/{language}/{path}"' in text
    assert f'rel="canonical" href="http://127.0.0.1:8000/vi/{path}"' in text
    assert f'hreflang="x-default" href="http://127.0.0.1:8000/en/{path}"' in text


def test_a_page_describes_itself_to_those_who_pass_it_on(client: Client, story: StoryPage) -> None:
    text = client.get("/vi/stories/jianshui-purple-pottery/").content.decode()
    assert f'<meta property="og:title" content="{story.heading_vi}">' in text
    assert f'<meta name="description" content="{story.summary_vi}">' in text
    assert '<meta property="og:image" content="http://127.0.0.1:8000/media/' in text


def test_the_way_back_leads_over_the_list(client: Client) -> None:
    content = main(client.get("/vi/stories/luchun-tea/").content)
    [crumbs] = content.xpath(".//nav[contains(@class, 'crumbs')]")
    assert [link.get("href") for link in crumbs.xpath(".//a")] == ["/vi/", "/vi/stories/"]


def test_what_is_made_up_says_so_where_it_matters(client: Client) -> None:
    note = "Made up for the demonstration"
    for path in ("centres/mengzi-centre/", "fairs/honghe-viet-nam-winter-fair/", "training/listing-your-goods/"):
        assert note in client.get(f"/en/{path}").content.decode()
    CentrePage.objects.update(is_illustrative=False)
    bump_storefront()
    assert note not in client.get("/en/centres/gejiu-centre/").content.decode()


def test_an_explanation_says_that_the_official_text_decides_until_somebody_has_checked_it(client: Client) -> None:
    assert "not yet checked against the official text" in client.get("/en/policies/rcep-origin/").content.decode()
    PolicyPage.objects.update(needs_official_check=False)
    bump_storefront()
    assert "not yet checked" not in client.get("/en/policies/credit-classes/").content.decode()


def test_a_source_keeps_its_own_language(client: Client) -> None:
    text = client.get("/vi/policies/9710-vs-9810/").content.decode()
    assert '<span lang="zh-Hans">海关总署公告2020年第75号</span>' in text
    assert "<li>海关总署公告2020年第75号</li>" in client.get("/zh-hans/policies/9710-vs-9810/").content.decode()


def test_opening_hours_are_told_with_the_days_of_the_reader_s_language(client: Client) -> None:
    content = main(client.get("/zh-hans/centres/gejiu-centre/").content)
    figures = [" ".join(row.text_content().split()) for row in content.xpath(".//dl[@class='figures']/div")]
    assert figures[0].startswith("星期三 – 星期五 10:00–17:30")
    assert figures[1].startswith("星期六 – 星期日 09:30–18:00")


def test_a_text_that_is_not_translated_is_shown_in_the_next_language_and_marked(
    client: Client, story: StoryPage
) -> None:
    StoryPage.objects.filter(pk=story.pk).update(heading_vi="", summary_vi="", body_vi="[]")
    bump_storefront()
    text = client.get("/vi/stories/jianshui-purple-pottery/").content.decode()
    assert f'<h1><span lang="en">{story.heading_en}</span></h1>' in text
    assert '<div class="prose" lang="en">' in text
    StoryPage.objects.filter(pk=story.pk).update(heading_en="", summary_en=None, body_en="[]")
    bump_storefront()
    content = main(client.get("/en/stories/jianshui-purple-pottery/").content)
    assert not HAN.findall(own_words(content.xpath(".//article")[0]))
    assert f'<span lang="zh-Hans">{story.heading_zh_hans}</span>' in client.get("/en/stories/").content.decode()


def test_a_draft_is_seen_by_nobody(client: Client, story: StoryPage) -> None:
    story.heading_vi = "Bản nháp chưa ai duyệt"
    story.save_revision()
    for path in ("", "stories/", "stories/jianshui-purple-pottery/"):
        assert "Bản nháp chưa ai duyệt" not in client.get(f"/vi/{path}").content.decode()


def test_a_page_that_was_taken_back_is_gone_everywhere(client: Client, story: StoryPage) -> None:
    assert story.heading_vi in client.get("/vi/").content.decode()
    story.unpublish()
    assert client.get("/vi/stories/jianshui-purple-pottery/").status_code == 404
    for path in ("", "stories/"):
        assert story.heading_vi not in client.get(f"/vi/{path}").content.decode()
    assert "jianshui-purple-pottery" not in client.get("/sitemap.xml").content.decode()


def test_what_editors_publish_is_there_at_once(client: Client, story: StoryPage) -> None:
    client.get("/vi/stories/jianshui-purple-pottery/")
    story.heading_vi = "Gốm tím, viết lại"
    story.save_revision().publish()
    assert "<h1>Gốm tím, viết lại</h1>" in client.get("/vi/stories/jianshui-purple-pottery/").content.decode()


@pytest.mark.parametrize("closed", ["stories/jianshui-purple-pottery/", "stories/"])
def test_a_page_behind_a_password_shows_nothing_before_it_comes(client: Client, story: StoryPage, closed: str) -> None:
    page = MarketPage.objects.get(url_path=f"/home/{closed}")
    client.get("/vi/stories/jianshui-purple-pottery/")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="gốm")
    response = client.get("/vi/stories/jianshui-purple-pottery/")
    assert story.summary_vi not in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert story.heading_vi not in client.get("/vi/").content.decode()
    assert "jianshui-purple-pottery" not in client.get("/sitemap.xml").content.decode()
    [restriction] = PageViewRestriction.objects.all()
    answer = client.post(
        f"/vi/_util/authenticate_with_password/{restriction.pk}/{story.pk}/",
        {"password": "gốm", "return_url": "/vi/stories/jianshui-purple-pottery/"},
    )
    assert answer.headers["Location"] == "/vi/stories/jianshui-purple-pottery/"
    assert story.summary_vi in client.get(answer.headers["Location"]).content.decode()


def test_a_page_for_signed_in_people_asks_to_sign_in_at_the_market_s_door(client: Client, story: StoryPage) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/vi/stories/jianshui-purple-pottery/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/vi/account/login/?next=")
    assert story.summary_vi not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_address_leads_on_in_every_language(client: Client, story: StoryPage, language: str) -> None:
    story.slug = "purple-pottery"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
        story.save_revision().publish()
    response = client.get(f"/{language}/stories/jianshui-purple-pottery/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/{language}/stories/purple-pottery/")
    assert client.get(response.headers["Location"]).status_code == 200


def test_what_lies_below_a_page_that_moves_is_led_on_too(client: Client, story: StoryPage) -> None:
    index = story.get_parent().specific
    index.slug = "tales"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
        index.save_revision().publish()
    response = client.get("/vi/stories/jianshui-purple-pottery/")
    assert response.headers["Location"] == "/vi/tales/jianshui-purple-pottery/"
    assert client.get("/vi/stories/").headers["Location"] == "/vi/tales/"


def test_a_redirect_of_the_editors_own_works_without_a_language(client: Client, story: StoryPage) -> None:
    Redirect.add_redirect("/gom", story)
    response = client.get("/gom", headers={"accept-language": "vi"})
    assert (response.status_code, response.headers["Location"]) == (301, "/vi/stories/jianshui-purple-pottery/")


@pytest.mark.parametrize("path", ["nowhere/", "stories/nowhere/", "stories//", "x" * 3_000 + "/", "红河/", "_util/"])
def test_an_address_of_nothing_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/vi/{path}").status_code == 404


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post("/vi/stories/").status_code == 405


def test_the_sitemap_lists_every_page_in_every_language(client: Client) -> None:
    text = client.get("/sitemap.xml").content.decode()
    for path in PATHS:
        for language in LANGUAGES:
            assert f"<loc>http://127.0.0.1:8000/{language}/{path}</loc>" in text


def test_fairs_that_are_over_are_listed_apart(client: Client) -> None:
    assert "Fairs that are over" not in client.get("/en/fairs/").content.decode()
    FairPage.objects.update(starts_on="2020-01-01", ends_on="2020-01-05")
    bump_storefront()
    text = client.get("/en/fairs/").content.decode()
    assert "Fairs that are over" in text
    assert "No fair is announced" in text


def test_a_fair_whose_last_day_comes_first_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FairPage.objects.update(starts_on="2026-12-08", ends_on="2026-12-07")
