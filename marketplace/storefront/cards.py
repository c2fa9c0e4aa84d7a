"""Cards of goods as finished fragments: one look into the cache for a page of them, one query for what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from marketplace.catalog import selectors
from marketplace.catalog.selectors import Card, PictureData
from marketplace.kernel import formats
from marketplace.storefront import revision
from marketplace.storefront.exchange import Exchange
from marketplace.storefront.marks import CardMarks
from marketplace.storefront.placeholders import placeholder
from marketplace.web.components import drawing
from marketplace.web.process_cache import fragments
from marketplace.web.texts import gettext

Key = tuple[int, int]  # id and revision of a good
_ANY_SLUG: Final = "any-slug"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What the component ``card`` shows of a good, written out in the reader's language; what is empty is left out.

    ``closed_text``: why it cannot be put into a basket. ``converted``: the price in the money that the reader chose.
    """

    url: str
    name: str
    other_name: str
    other_lang: str
    county: str
    sku: str
    price: str
    currency: str
    unit: str
    minimum: str
    pack: str
    terms: str
    placeholder: str
    is_gi: bool = False
    is_cold: bool = False
    is_closed: bool = False
    closed_text: str = ""
    converted: str = ""
    picture: PictureData | None = None


@dataclass(frozen=True, slots=True)
class CardLook:
    """How cards are drawn: the language, the level of their headings, whether the first picture is wanted at once,
    and the money in which prices stand a second time.
    """

    language: str
    level: int = 3
    has_first: bool = False
    exchange: Exchange = field(default_factory=Exchange)

    def key(self, good: Key, *, is_first: bool) -> str:
        name = f"card:{self.language}:{self.level}{'f' if is_first else ''}:{good[0]}:{good[1]}"
        return name if self.exchange.is_home else f"{name}:{self.exchange.currency}:{self.exchange.rate}"


def of_keys(keys: Sequence[Key], look: CardLook) -> list[SafeString]:
    """Return the cards of these goods, in their order; a good that is no longer published is left out."""
    names = {key: look.key(key, is_first=look.has_first and position == 0) for position, key in enumerate(keys)}
    first = keys[0] if keys and look.has_first else None
    return kept(names, lambda missing: _make(missing, names, look, first=first))


def kept(names: Mapping[Key, str], make: Callable[[Sequence[Key]], dict[str, SafeString]]) -> list[SafeString]:
    """Return the markup of goods that is kept under ``names``, and make what is missing; what ``make`` leaves out is
    left out.
    """
    # By the good's own revision: what a card shows of county, producer and unit is as old as a fragment may be.
    found: dict[str, SafeString | None] = {name: fragments.get(name) for name in names.values()}
    missing = [key for key, name in names.items() if found[name] is None]
    for name, markup in (make(missing) if missing else {}).items():
        found[name] = markup
        fragments.put(name, markup)
    return [markup for markup in found.values() if markup is not None]


def of_cards(
    cards: Iterable[Card], look: CardLook, *, marks: Mapping[str, CardMarks] | None = None
) -> list[SafeString]:
    """Draw cards that were read already, with what is marked on each, by sku."""
    marks = marks or {}
    with override(look.language):
        draw_card = drawing("card")
        return [
            draw_card(card_view(card, look), look.level, look.has_first and position == 0, marks.get(card.sku))
            for position, card in enumerate(cards)
        ]


def _make(
    missing: Sequence[Key], names: dict[Key, str], look: CardLook, *, first: Key | None
) -> dict[str, SafeString]:
    by_id = {key[0]: key for key in missing}
    made: dict[str, SafeString] = {}
    with override(look.language):
        draw_card = drawing("card")
        for card in selectors.cards([key[0] for key in missing], language=look.language, revision=revision.current()):
            key = by_id[card.id]
            made[names[key]] = draw_card(card_view(card, look), look.level, key == first)
    return made


def card_view(card: Card, look: CardLook) -> CardView:
    """Return what a card shows; texts in the active language, which is that of the look."""
    language = look.language
    before, after = _around_slug(language, get_script_prefix())
    closed_text = ""
    if not card.is_orderable:
        closed_text = gettext("By enquiry")
    elif card.is_sold_out:
        closed_text = gettext("Out of stock")
    return CardView(
        url=f"{before}{card.slug}{after}",
        name=card.name,
        other_name=card.other_name,
        other_lang=card.other_lang,
        county=card.county,
        sku=short_sku(card.sku),
        price=_price_text(card, language),
        currency=card.price_currency,
        unit=card.unit,
        minimum=minimum_text(card, language),
        pack=pack_text(card, language),
        terms=terms(card.fob_place),
        placeholder=placeholder(card.category_code, card.parent_category_code),
        is_gi=card.is_gi,
        is_cold=card.is_cold,
        is_closed=card.is_sold_out,
        closed_text=closed_text,
        converted=converted(card, look),
        picture=card.picture,
    )


@lru_cache(maxsize=16)
def _around_slug(language: str, prefix: str) -> tuple[str, str]:  # noqa: ARG001 - what ``reverse`` goes by
    """Return what stands before and after the slug in the address of a good: ``reverse`` for each takes as long as
    drawing it.
    """
    before, _, after = reverse("storefront:good-detail", args=[_ANY_SLUG]).partition(_ANY_SLUG)
    return before, after


def converted(card: Card, look: CardLook) -> str:
    """Return the price in the money of the look: nothing where the good is sold for it, or has no rate."""
    if card.price_usd is None or card.price_usd_to is None or card.price_currency == look.exchange.currency:
        return ""
    return look.exchange.shown(card.price_usd, card.price_usd_to, language=look.language)


def _price_text(card: Card, language: str) -> str:
    if card.price_from is None or card.price_to is None:
        return ""
    return formats.price_range(card.price_from, card.price_to, card.price_currency, language=language)


def short_sku(sku: str) -> str:
    """Return the code as people say it."""
    return sku.removeprefix("HH-")


def terms(place: str) -> str:
    """Return where the price holds (FOB: loaded there), or nothing when no place is known."""
    return gettext("FOB %(place)s") % {"place": place} if place else ""


def minimum_text(card: Card, language: str) -> str:
    """Return the smallest order in the good's own unit, or nothing when it is not known."""
    if card.min_quantity is None:
        return ""
    quantity = formats.number(card.min_quantity.normalize(), language=language)
    return gettext("Minimum %(quantity)s %(unit)s") % {"quantity": quantity, "unit": card.unit}


def pack_text(card: Card, language: str) -> str:
    """Return how many of which pack that smallest order is, or nothing when it is not known."""
    if card.min_packs is None or not card.pack:
        return ""
    return f"{formats.number(card.min_packs, language=language)} × {card.pack}"
