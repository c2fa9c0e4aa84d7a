"""Cards of goods as finished fragments: one look into the cache for a page of them, one query for what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.core.cache import cache
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from marketplace.catalog import selectors
from marketplace.catalog.selectors import Card
from marketplace.kernel import formats
from marketplace.storefront import revision
from marketplace.storefront.card_drawing import CardParts, card_parts, join_card
from marketplace.storefront.exchange import Exchange
from marketplace.storefront.placeholders import placeholder
from marketplace.web.memory import BoundedStore
from marketplace.web.texts import gettext

Key = tuple[int, int]  # id and revision of a good
Marks = Mapping[str, Mapping[str, SafeString]]  # sku -> "marked_name", "marked_other", "marked_county", "snippet"
# A card also shows names of county, producer and unit, which have no revision of the good's own.
_SECONDS: Final = 600
_FORM: Final = 6  # grows when the card's template changes in a way that old fragments must not survive
_ANY_SLUG: Final = "any-slug"
# What a page of results draws its marks into.
_parts: Final = BoundedStore[CardParts](max_bytes=16 * 1024 * 1024, max_age=_SECONDS)


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
        name = f"card:{_FORM}:{self.language}:{self.level}{'f' if is_first else ''}:{good[0]}:{good[1]}"
        return name if self.exchange.is_home else f"{name}:{self.exchange.currency}:{self.exchange.rate}"


def fragments(keys: Sequence[Key], look: CardLook) -> list[SafeString]:
    """Return the cards of these goods, in their order; a good that is no longer published is left out."""
    names = {key: look.key(key, is_first=look.has_first and position == 0) for position, key in enumerate(keys)}
    first = keys[0] if keys and look.has_first else None
    return kept(names, lambda missing: _make(missing, names, look, first=first))


def kept(names: Mapping[Key, str], make: Callable[[Sequence[Key]], dict[str, str]]) -> list[SafeString]:
    """Return the markup of goods that is kept under ``names``, and make what is missing; what ``make`` leaves out is
    left out.
    """
    found: dict[str, str] = cache.get_many(names.values())
    missing = [key for key, name in names.items() if name not in found]
    if missing:
        made = make(missing)
        cache.set_many(made, _SECONDS)
        found.update(made)
    return [mark_safe(found[name]) for name in names.values() if name in found]


def of_cards(cards: Iterable[Card], look: CardLook, *, marks: Marks | None = None) -> list[SafeString]:
    """Draw cards that were read already, with what is marked on each, by sku."""
    marks = marks or {}
    with override(look.language):
        return [
            mark_safe(_draw(card, look, is_first=look.has_first and position == 0, marks=marks.get(card.sku, {})))
            for position, card in enumerate(cards)
        ]


def _make(missing: Sequence[Key], names: dict[Key, str], look: CardLook, *, first: Key | None) -> dict[str, str]:
    by_id = {key[0]: key for key in missing}
    made: dict[str, str] = {}
    with override(look.language):
        for card in selectors.cards([key[0] for key in missing], language=look.language, revision=revision.current()):
            key = by_id[card.id]
            made[names[key]] = _draw(card, look, is_first=key == first)
    return made


def _draw(card: Card, look: CardLook, *, is_first: bool, marks: Mapping[str, SafeString] | None = None) -> str:
    """Draw a card in the active language, which is that of the look."""
    key = look.key((card.id, card.revision), is_first=is_first)
    parts = _parts.get(key)
    if parts is None:
        context = card_context(card, look.language) | {"converted": converted(card, look)}
        parts = card_parts(context, is_first=is_first)
        _parts.put(key, parts, size=parts.size)
    return join_card(parts, card, marks or {}, level=look.level)


def card_context(card: Card, language: str) -> dict[str, Any]:
    """Return what ``components/_card.html`` needs; texts in the active language."""
    closed_text = ""
    before, after = _around_slug(language, get_script_prefix())
    if not card.is_orderable:
        closed_text = gettext("By enquiry")
    elif card.is_sold_out:
        closed_text = gettext("Out of stock")
    return {
        "url": f"{before}{card.slug}{after}",
        "name": card.name,
        "other_name": card.other_name,
        "other_lang": card.other_lang,
        "county": card.county,
        "producer": card.producer,
        "sku": short_sku(card.sku),
        "price": _price_text(card, language),
        "currency": card.price_currency,
        "converted": "",
        "unit": card.unit,
        "moq": minimum_text(card, language),
        "pack": pack_text(card, language),
        "terms": terms(card.fob_place),
        "is_gi": card.is_gi,
        "is_cold": card.is_cold,
        "is_closed": card.is_sold_out,
        "closed_text": closed_text,
        "picture": card.picture,
        "placeholder": placeholder(card.category_code, card.parent_category_code),
    }


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
