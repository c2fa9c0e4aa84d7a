"""The markup of ``components/_card.html`` and ``_facet.html``, written by hand because there are so many of each.

A page of 24 cards costs ten milliseconds in the template and one here; a test holds both to the same markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final, Protocol

from django.utils.safestring import SafeString, mark_safe

from marketplace.kernel import formats
from marketplace.web.templatetags.ui import icon, placeholder_address
from marketplace.web.texts import gettext

_SIZES: Final = "(min-width: 1180px) 312px, (min-width: 760px) 30vw, 46vw"


class Texts(Protocol):
    """The texts of a card in which a search marks what it found; ``other_lang``: a language code of the settings."""

    @property
    def name(self) -> str: ...
    @property
    def other_name(self) -> str: ...
    @property
    def other_lang(self) -> str: ...
    @property
    def county(self) -> str: ...


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


class Choices(Protocol):
    """A box of choices, as ``components/_facet.html`` shows it; months are such a box with its own ``layout``."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def options(self) -> Iterable[Choice]: ...
    @property
    def language(self) -> str: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def layout(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CardParts:
    """What a card shows apart from what a search marks in it, as markup: before its name, and after its texts."""

    before: str
    url: str
    sku: str
    after: str

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return 200 + len(self.before) + len(self.url) + len(self.sku) + 2 * len(self.after)


def card_parts(card: Mapping[str, Any], *, is_first: bool) -> CardParts:
    """Draw the parts of a card; texts are escaped."""
    closed = f'<span class="pick tag">{escape(card["closed_text"])}</span>' if card["closed_text"] else ""
    image = picture(card, sizes=_SIZES, is_first=is_first)
    dot = " · " if card["terms"] and card["moq"] else ""
    pack = f" = {escape(card['pack'])}" if card["moq"] and card["pack"] else ""
    terms = f'<p class="terms">{escape(card["terms"])}{dot}{escape(card["moq"])}{pack}</p>'
    return CardParts(
        before=f'<li class="card{" is-closed" if card["is_closed"] else ""}">'
        f'<div class="plinth">{image}{_tags(card)}{closed}</div><div class="label">',
        url=escape(card["url"]),
        sku=escape(card["sku"]),
        after=f"{_price(card)}{terms}</div></li>",
    )


def join_card(parts: CardParts, texts: Texts, marks: Mapping[str, str], *, level: int) -> str:
    """Return a card: its parts, and its texts with what is marked in them ("marked_name", "marked_other",
    "marked_county", "snippet": markup).
    """
    name = marks.get("marked_name") or escape(texts.name)
    other, snippet = "", marks.get("snippet", "")
    if texts.other_name:
        text = marks.get("marked_other") or escape(texts.other_name)
        other = f'<p class="other" lang="{formats.bcp47(texts.other_lang)}">{text}</p>'
    return (
        f'{parts.before}<h{level}><a href="{parts.url}">{name}</a></h{level}>{other}'
        f'<p class="origin">{marks.get("marked_county") or escape(texts.county)} · '
        f'<span class="nowrap">{parts.sku}</span></p>{f"""<p class="snippet">{snippet}</p>""" if snippet else ""}'
        f"{parts.after}"
    )


def draw_facet(facet: Choices) -> SafeString:
    """Return a box of choices whose query parameter is its name, unless a choice has its own."""
    label, note = escape(facet.label), f'<p class="small muted">{escape(facet.note)}</p>' if facet.note else ""
    if facet.layout == "months":
        choices = [_month(facet.name, one.value, one.label, is_selected=one.is_selected) for one in facet.options]
    else:
        choices = [_choice(facet.name, one, facet.language) for one in facet.options]
    return mark_safe(
        f"<details{' open' if facet.is_open else ''}><summary>{label}</summary>"
        f'<div class="{facet.layout}" role="group" aria-label="{label}">{"".join(choices)}{note}</div></details>'
    )


@lru_cache(maxsize=512)
def _month(name: str, value: str, label: str, *, is_selected: bool) -> str:
    name, value, state = escape(name), escape(value), " checked" if is_selected else ""
    return (
        f'<label class="month{"" if value else " any"}"><input type="radio" id="f-{name}-{value or "any"}" '
        f'name="{name}" value="{value}"{state}><span>{escape(label)}</span></label>'
    )


def _choice(name: str, choice: Choice, language: str) -> str:
    state = " checked" if choice.is_selected else "" if choice.count else " disabled"
    before, after = _around_state(choice.name or name, choice.value, choice.label)
    return f"{before}{state}{after}{formats.number(choice.count, language=language)}</span></label>"


@lru_cache(maxsize=2_048)
def _around_state(name: str, value: str, label: str) -> tuple[str, str]:
    """Return what stands before and after the one thing that changes: most choices are those of every page."""
    name, value = escape(name), escape(value)
    return (
        f'<label class="check"><input type="checkbox" id="f-{name}-{value}" name="{name}" value="{value}"',
        f'><span>{escape(label)}</span><span class="num">',
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


def _price(card: Mapping[str, Any]) -> str:
    if not card["price"]:
        return ""
    unit = f"<span>{escape(card['currency'])} / {escape(card['unit'])}</span>"
    converted = f'<p class="converted">{escape(card["converted"])}</p>' if card["converted"] else ""
    return f'<p class="price"><b>{escape(card["price"])}</b> {unit}</p>{converted}'


def picture(card: Mapping[str, Any], *, sizes: str, is_first: bool) -> str:
    """Draw the picture of a card, or what stands in for it; ``sizes`` as in HTML."""
    data = card["picture"]
    if data is None:
        lazy = "" if is_first else ' loading="lazy"'
        return f'<img src="{placeholder_address(card["placeholder"])}" width="320" height="320" alt=""{lazy}>'
    sources = "".join(
        f'<source type="image/{kind}" srcset="{escape(srcset)}" sizes="{sizes}">'
        for kind, srcset in (("avif", data.avif), ("webp", data.webp))
        if srcset
    )
    srcset = f' srcset="{escape(data.jpeg)}" sizes="{sizes}"' if data.jpeg else ""
    when = ' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"'
    size = f'width="{data.width}" height="{data.height}"'
    return f'<picture>{sources}<img src="{escape(data.src)}"{srcset} {size} alt=""{when}></picture>'
