"""A page that lists those below it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel

from cms.blocks.found import with_restriction
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs


class IndexPage(MarketPage):
    """Stands below the home page, once; shows the published pages below it in the order that editors gave them."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms_home.HomePage"]
    edit_handler = page_tabs([FieldPanel("scene")], translated=("heading", "summary"))
    # What is listed; its own table is read with the common one.
    lists: ClassVar[type[MarketPage]] = MarketPage

    class Meta:
        abstract = True

    def children(self) -> Any:
        """Return the open pages below with their pictures and counties."""
        below = self.lists.objects.child_of(self).live().select_related("scene", "county")
        return with_restriction(below).filter(is_restricted=False).order_by("path")

    def content_context(self, *, today: date) -> dict[str, Any]:
        return super().content_context(today=today) | {"children": list(self.children())}
