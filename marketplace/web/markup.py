"""Markup that no template draws. Here alone a text is said to be markup; everything else is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_PLACE: Final = re.compile(r"[a-z_0-9:/]+")
# The same that Django's json_script escapes: nothing in a text can end the element.
_ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def place(name: str) -> SafeString:
    """Return a mark for a place in a page. No text can hold it: in texts "<" is always escaped.

    Raises:
        ValueError: ``name`` has anything but small letters, digits and ``_:/``.
    """
    if not _PLACE.fullmatch(name):
        raise ValueError(f"no name of a place: {name!r}")
    return mark_safe(f"<!--{name}-->")  # noqa: S308 - nothing in the name ends a comment


def json_data(data: Mapping[str, Any]) -> SafeString:
    """Return data as JSON for a script element that holds no script; safe for texts that anybody typed."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - what could end the element is escaped


def with_values(markup: SafeString, names: re.Pattern[str], values: Mapping[str, str]) -> SafeString:
    """Return markup with a value, escaped, in place of each name; ``names``: its first group is the name. What has no
    value leaves nothing.
    """
    if not isinstance(markup, SafeString):
        raise TypeError("only what is markup already can be filled in")
    found = names.sub(lambda name: escape(values.get(name[1], "")), markup)
    return mark_safe(found)  # noqa: S308 - markup, and values that are escaped
