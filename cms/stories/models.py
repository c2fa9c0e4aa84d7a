"""Stories from the places where the goods come from."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks.goods import cards_of
from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.translated import SkuBlock


class StoryPage(MarketPage):
    """One story: a picture, a text, the goods in it by their numbers."""

    goods = StreamField(
        [("good", SkuBlock(label=_("Number of a good")))], blank=True, verbose_name=_("goods in the story")
    )

    content_template = "cms/stories/_story.html"
    parent_page_types: ClassVar[list[str]] = ["cms_stories.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "stories"
    edit_handler = page_tabs(
        [FieldPanel("scene"), FieldPanel("county"), FieldPanel("goods"), FieldPanel("is_illustrative")]
    )

    class Meta:
        verbose_name = _("story")

    @property
    def skus(self) -> list[str]:
        return [str(child.value) for child in self.goods]

    def content_context(self, *, today: date) -> dict[str, Any]:
        return super().content_context(today=today) | {"cards": cards_of(self.skus)}


class StoryIndexPage(IndexPage):
    """All stories, in the order that the editors gave them."""

    content_template = "cms/stories/_index.html"
    subpage_types: ClassVar[list[str]] = ["cms_stories.StoryPage"]
    nav_key = "stories"
    lists = StoryPage

    class Meta:
        verbose_name = _("list of stories")
