"""What editing pages needs beside their forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.blocks.completeness import of_page
from cms.blocks.models import MarketPage


@hooks.register("insert_editor_js")
def editor_script() -> SafeString:
    """Open the tab that holds the first fault."""
    return format_html('<script type="module" src="{}"></script>', static("assets/editor.js"))


@hooks.register("before_bulk_action")
def ask_before_many_go_live(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Let no half translated page go live with many others: its own form asks, a list cannot."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    drafts = [page.get_latest_revision_as_object() for page in objects]
    pages = [page for page in drafts if isinstance(page, MarketPage)]
    half = [page for page in pages if any(one.is_owed and not one.is_whole for one in of_page(page))]
    if not half:
        return None
    titles = ", ".join(page.title for page in half)
    sentence = _("Nothing was published. These pages are not yet written in Chinese and Vietnamese: %(titles)s.")
    messages.error(request, sentence % {"titles": titles})
    return redirect(action.next_url)
