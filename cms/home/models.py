"""The home page: parts in any order, each spoken in three languages."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks.models import HOME_SLUG, MarketPage
from cms.blocks.panels import page_tabs
from cms.home.blocks import HomeBlock
from cms.home.sections import HomeSections
from marketplace.storefront import revision


class HomePage(MarketPage):
    """The root of the site."""

    sections = StreamField(HomeBlock(), blank=True, verbose_name=_("parts of the page"))

    content_template = "cms/home/_home.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    edit_handler = page_tabs([FieldPanel("scene"), FieldPanel("sections")], translated=("heading", "summary"))

    class Meta:
        verbose_name = _("home page")

    def content_context(self, *, today: date) -> dict[str, Any]:
        counts = {part.block_type: part.value["count"] for part in self.sections if "count" in (part.value or ())}
        sections = HomeSections(today=today, counts=counts, revision=revision.current())
        return super().content_context(today=today) | {"data": sections}

    def trail(self) -> list[dict[str, str]]:
        return []

    def clean(self) -> None:
        super().clean()
        if self.slug != HOME_SLUG:
            raise ValidationError({"slug": _("The home page's slug stays “home”; it is part of no address.")})
