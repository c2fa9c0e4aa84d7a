"""Stories from the places where the goods come from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.translated import SkuBlock


class StoryIndexPage(MarketPage):
    """All stories, in the order that the editors gave them."""

    template = "cms/stories/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms_stories.StoryPage"]
    nav_key = "stories"
    edit_handler = page_tabs([FieldPanel("scene")], translated=("heading", "summary"))

    class Meta:
        verbose_name = _("list of stories")


class StoryPage(MarketPage):
    """One story: a picture, a text, the goods in it by their numbers."""

    goods = StreamField([("good", SkuBlock(label=_("Number of a good")))], blank=True, verbose_name=_("goods in the story"))

    template = "cms/stories/story.html"
    parent_page_types: ClassVar[list[str]] = ["cms_stories.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "stories"
    edit_handler = page_tabs([FieldPanel("scene"), FieldPanel("county"), FieldPanel("goods"), FieldPanel("is_illustrative")])

    class Meta:
        verbose_name = _("story")

    @property
    def skus(self) -> list[str]:
        return [str(child.value) for child in self.goods]
