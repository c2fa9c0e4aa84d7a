"""The editing form of a page."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.blocks.slugs import ascii_slug


class MarketPageForm(WagtailAdminPageForm):
    """Makes the slug of the title where the editor leaves it empty: a Chinese title gives Wagtail none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data.get("slug") or "")
        return typed or self._free(ascii_slug(str(self.cleaned_data.get("title") or "")) or "page")

    def _free(self, slug: str) -> str:
        names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(name for name in names if Page._slug_is_available(name, self.parent_page, self.instance))
