"""The markup of ``components/_card.html`` and of a facet's choices, written by hand because there are so many of each.

A page of 24 cards costs ten milliseconds in the template and one here; a test holds both to the same markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from marketplace.kernel import formats
from marketplace.kernel.templatetags.ui import icon, placeholder_address

_SIZES: Final = "(min-width: 1180px) 312px, (min-width: 760px) 30vw, 46vw"


class Choice(Protocol):
    """A box to tick, as ``components/_facet.html`` shows it."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def is_selected(self) -> bool: ...
    @property
    def name(self) -> str: ...


def draw_card(card: Mapping[str, Any], *, language: str, level: int, is_first: bool) -> str:
    """Return one card; texts are escaped, ``language`` must be the active one."""
    text = card["marked_name"] or escape(card["name"])
    name = f'<h{level}><a href="{escape(card["url"])}">{text}</a></h{level}>'
    closed = f'<span class="pick tag">{escape(card["closed_text"])}</span>' if card["closed_text"] else ""
    dot = " · " if card["terms"] and card["moq"] else ""
    return (
        f'<li class="card{" is-closed" if card["is_closed"] else ""}">'
        f'<div class="plinth">{_picture(card, is_first=is_first)}{_tags(card)}{closed}</div>'
        f'<div class="label">{name}{_other(card)}'
        f'<p class="origin">{card["marked_county"] or escape(card["county"])} · '
        f'<span class="nowrap">{escape(card["sku"])}</span></p>{_snippet(card)}'
        f'{_price(card, language)}<p class="terms">{escape(card["terms"])}{dot}{escape(card["moq"])}</p></div></li>'
    )


def draw_choices(name: str, choices: Iterable[Choice], *, language: str) -> SafeString:
    """Return the boxes of a facet whose query parameter is ``name``, unless a choice has its own."""
    return mark_safe("".join(_choice(name, one, language) for one in choices))


def draw_months(name: str, choices: Iterable[Choice]) -> SafeString:
    """Return the months of which one can be chosen, and the choice of none; they have no counts of their own."""
    return mark_safe("".join(_month(escape(name), one) for one in choices))


def _month(name: str, choice: Choice) -> str:
    value, state = escape(choice.value), " checked" if choice.is_selected else ""
    return (
        f'<label class="month{"" if value else " any"}"><input type="radio" id="f-{name}-{value or "any"}" '
        f'name="{name}" value="{value}"{state}><span>{escape(choice.label)}</span></label>'
    )


def _choice(name: str, choice: Choice, language: str) -> str:
    state = " checked" if choice.is_selected else "" if choice.count else " disabled"
    name, value = escape(choice.name or name), escape(choice.value)
    return (
        f'<label class="check"><input type="checkbox" id="f-{name}-{value}" name="{name}" '
        f'value="{value}"{state}><span>{escape(choice.label)}</span>'
        f'<span class="num">{formats.number(choice.count, language=language)}</span></label>'
    )


def _tags(card: Mapping[str, Any]) -> str:
    if not (card["is_gi"] or card["is_cold"]):
        return ""
    gi = f'<span class="tag tag-gi">{gettext("Geographical indication")}</span>' if card["is_gi"] else ""
    cold = ""
    if card["is_cold"]:
        hidden = f'<span class="visually-hidden">{gettext("Cold chain")}</span>'
        cold = f'<span class="tag tag-info">{icon("snowflake")}{hidden}</span>'
    return f'<div class="tags">{gi}{cold}</div>'


def _other(card: Mapping[str, Any]) -> str:
    if not card["other_name"]:
        return ""
    text = card["marked_other"] or escape(card["other_name"])
    return f'<p class="other" lang="{formats.bcp47(card["other_lang"])}">{text}</p>'


def _snippet(card: Mapping[str, Any]) -> str:
    return f'<p class="snippet">{card["snippet"]}</p>' if card["snippet"] else ""


def _price(card: Mapping[str, Any], language: str) -> str:
    if card["price"] is None:
        return ""
    price = formats.unit_price(card["price"], card["currency"], language=language)
    text = gettext("from <b>%(price)s</b>") % {"price": price}
    converted = f'<p class="converted">{escape(card["converted"])}</p>' if card["converted"] else ""
    return f'<p class="price">{text} <span>{escape(card["currency"])} / {escape(card["unit"])}</span></p>{converted}'


def _picture(card: Mapping[str, Any], *, is_first: bool) -> str:
    picture = card["picture"]
    if picture is None:
        lazy = "" if is_first else ' loading="lazy"'
        return f'<img src="{placeholder_address(card["placeholder"])}" width="320" height="320" alt=""{lazy}>'
    sources = "".join(
        f'<source type="image/{kind}" srcset="{escape(srcset)}" sizes="{_SIZES}">'
        for kind, srcset in (("avif", picture.avif), ("webp", picture.webp))
        if srcset
    )
    srcset = f' srcset="{escape(picture.jpeg)}" sizes="{_SIZES}"' if picture.jpeg else ""
    when = ' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"'
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<picture>{sources}<img src="{escape(picture.src)}"{srcset} {size} alt=""{when}></picture>'
