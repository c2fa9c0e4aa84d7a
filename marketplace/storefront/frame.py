"""What stands around the body of a public page: rendered once for a template in a language, then only filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from marketplace.storefront import revision
from marketplace.storefront.alternates import Alternate, alternates
from marketplace.web.markup import place
from marketplace.web.process_cache import fragments

Frame = tuple[str, ...]  # every second piece is the name of what is filled in
# Split at before anything is filled in, so that no text can stand for one. In what is escaped "<" does not occur.
_HOLE: Final = re.compile("<!--hole:([a-z_0-9]+)-->")


def framed(request: HttpRequest, template: str, context: Mapping[str, object], **fixed: str) -> str:
    """Return what ``render_to_string(template, context | fixed, request)`` does, at the price of joining strings.

    The template may show the texts of ``context`` and ask whether they are empty; it may not look into them.

    Args:
        request: its address in the three languages is filled in; nothing else of it may be shown.
        template: extends base.html.
        context: texts; where one value is none, the template is rendered as ever.
        fixed: a few words that the template may look into.
    """
    if not all(isinstance(value, str) for value in context.values()):
        return render_to_string(template, {**context, **fixed}, request)
    forms = alternates(request)
    asked = (template, *fixed.items(), *((name, bool(text)) for name, text in context.items()))
    key = ("frame", revision.current(), get_language(), len(forms), *asked)
    frame = cast("Frame | None", fragments.get(key))
    if frame is None:
        holes = {name: _hole(name) if text else "" for name, text in context.items()}
        frame = _frame(request, template, {**holes, **fixed}, forms)
        fragments.put(key, frame)
    return _filled(frame, {**context, **dict(_addresses(forms))})


def _filled(frame: Frame, texts: Mapping[str, object]) -> str:
    return "".join([conditional_escape(str(texts[piece])) if at % 2 else piece for at, piece in enumerate(frame)])


def _frame(request: HttpRequest, template: str, holes: dict[str, str], forms: list[Alternate]) -> Frame:
    places = [
        replace(form, url=_hole(f"url_{at}"), canonical=_hole(f"canonical_{at}")) for at, form in enumerate(forms)
    ]
    canonical = next((form.canonical for form in places if form.is_current), "")
    context = {**holes, "alternates": places, "canonical_path": canonical}
    return tuple(_HOLE.split(render_to_string(template, context, request)))


def _addresses(forms: list[Alternate]) -> Iterator[tuple[str, str]]:
    for at, form in enumerate(forms):
        yield f"url_{at}", form.url
        yield f"canonical_{at}", form.canonical


def _hole(name: str) -> SafeString:
    return place(f"hole:{name}")
