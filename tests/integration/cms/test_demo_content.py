"""Planting the demonstration's pages: complete in three languages, once, and never over what editors wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Page, Revision, Site

from cms.blocks.models import MarketPage, SiteImage
from cms.blocks.speech import LANGUAGES
from cms.home.demo_content import load_content
from cms.home.models import HomePage
from cms.navigation.models import MenuLink, Place
from cms.navigation.selectors import menus
from cms.policies.models import LegalPage, PolicyPage
from cms.stories.models import StoryPage
from marketplace.reference.models import County
from tests.integration.cms.conftest import PLANTED_AT

pytestmark = pytest.mark.usefixtures("pages")
LATER = datetime(2026, 12, 1, tzinfo=UTC)


def rows() -> list[dict[str, Any]]:
    """Return everything that planting writes."""
    tables: tuple[Any, ...] = (MarketPage, HomePage, StoryPage, PolicyPage, LegalPage, MenuLink, SiteImage, Site)
    return [row for table in tables for row in table.objects.order_by("pk").values()]


def test_everything_is_planted(pages: int) -> None:
    assert pages == 30
    counts = {
        kind: Page.objects.filter(content_type__model=kind).count()
        for kind in ("storypage", "centrepage", "fairpage", "coursepage", "policypage", "legalpage")
    }
    assert counts == {"storypage": 6, "centrepage": 5, "fairpage": 1, "coursepage": 4, "policypage": 3, "legalpage": 5}
    assert MarketPage.objects.filter(first_published_at=PLANTED_AT).count() == 30


def test_every_page_is_written_in_every_language() -> None:
    for page in MarketPage.objects.all():
        for column in ("zh_hans", "vi", "en"):
            assert getattr(page, f"heading_{column}")
            assert getattr(page, f"summary_{column}")
    for story in StoryPage.objects.all():
        sizes = {len(getattr(story, f"body_{column}")) for column in ("zh_hans", "vi", "en")}
        assert min(sizes) >= 1
        assert story.county is not None
        assert story.scene is not None


def test_every_picture_is_described_in_every_language() -> None:
    for image in SiteImage.objects.all():
        assert image.alt_zh_hans
        assert image.alt_vi
        assert image.alt_en


def test_a_second_run_changes_nothing() -> None:
    before, revisions = rows(), Revision.objects.count()
    assert load_content(now=LATER) == 0
    assert rows() == before
    assert Revision.objects.count() == revisions


def test_a_second_run_leaves_the_editors_words_and_plants_what_is_missing(story: StoryPage) -> None:
    story.heading_vi = "Do biên tập viên viết"
    story.save_revision().publish()
    StoryPage.objects.get(slug="luchun-tea").delete()
    MenuLink.objects.filter(key="fairs").delete()
    assert load_content(now=LATER) == 1
    story.refresh_from_db()
    assert story.heading_vi == "Do biên tập viên viết"
    assert StoryPage.objects.filter(slug="luchun-tea", live=True).exists()
    assert not MenuLink.objects.filter(key="fairs").exists()


def test_the_home_page_is_the_root_whatever_the_host() -> None:
    [site] = Site.objects.all()
    assert site.is_default_site
    assert site.root_page.specific == HomePage.objects.get()
    assert [page.url_path for page in Page.objects.filter(depth=2)] == ["/home/"]


def test_planting_without_counties_is_refused() -> None:
    StoryPage.objects.all().delete()
    MarketPage.objects.update(county=None)
    County.objects.all().delete()
    with pytest.raises(County.DoesNotExist):
        load_content(now=LATER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_lead_to_pages_in_the_reader_s_language(language: str) -> None:
    shown = menus(language)
    assert [link.url for link in shown.main] == [
        f"/{language}/{key}/" for key in ("stories", "centres", "fairs", "policies")
    ]
    assert [len(column.links) for column in shown.foot] == [3, 3, 3, 5]
    assert all(link.label for link in shown.main)


def test_a_menu_leaves_out_what_is_not_published(story: StoryPage) -> None:
    MenuLink.objects.create(place=Place.MAIN, page=story, label_zh_hans="陶", label_vi="Gốm", label_en="Pottery")
    assert menus("vi").main[0].label == "Câu chuyện"
    assert "Gốm" in [link.label for link in menus("vi").main]
    story.unpublish()
    assert "Gốm" not in [link.label for link in menus("vi").main]
