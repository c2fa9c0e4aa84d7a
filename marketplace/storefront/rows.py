"""Goods as the rows of a table for those who buy for a shop: kept as their cards are, by the good's revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from marketplace.catalog import selectors
from marketplace.catalog.models import Availability, Pack
from marketplace.catalog.selectors import Card
from marketplace.kernel import formats
from marketplace.kernel.languages import best, texts_of
from marketplace.pricing.breaks import PriceTable
from marketplace.pricing.selectors import pack_prices
from marketplace.storefront import revision
from marketplace.storefront.cards import CardLook, CardView, Key, card_view, kept
from marketplace.storefront.durations import lead_time
from marketplace.storefront.seasons import season_text
from marketplace.web.components import drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """A pack with its numbers as they are read: ``prices`` are (from how many packs, price of a unit); ``step`` is
    empty where any number is sold. ``minimum``: what the quantity begins with.
    """

    sku: str
    name: str
    minimum: int
    minimum_text: str
    content: str
    step: str
    prices: tuple[tuple[str, str], ...]
    is_sold_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRow:
    """What the component ``goods_row`` shows of a good. ``lead``: how soon it is ready, empty where nobody says;
    ``action``: where it is put into the basket.
    """

    card: CardView
    packs: Sequence[PackRow]
    lead: str
    season: str
    action: str
    is_orderable: bool


def of_keys(keys: Sequence[Key], look: CardLook) -> list[SafeString]:
    """Return the rows of these goods, in their order; a good that is no longer published is left out. For what is not
    kept two queries, and one for each currency.
    """

    def make(missing: Sequence[Key]) -> dict[str, SafeString]:
        ids = [key[0] for key in missing]
        return _make(selectors.cards(ids, language=look.language, revision=revision.current()), look)

    return kept({key: _name(key, look) for key in keys}, make)


def of_cards(cards: Sequence[Card], look: CardLook) -> list[SafeString]:
    """Return the rows of goods that were read already. As ``of_keys`` otherwise, with a query less."""
    by_key = {(card.id, card.revision): card for card in cards}
    names = {key: _name(key, look) for key in by_key}
    return kept(names, lambda missing: _make([by_key[key] for key in missing], look))


def _name(key: Key, look: CardLook) -> str:
    return f"rows:{look.key(key, is_first=False)}"


def _make(cards: Sequence[Card], look: CardLook) -> dict[str, SafeString]:
    packs = selectors.packs_of([card.id for card in cards])
    prices = _prices(cards, packs)
    with override(look.language):
        draw_row = drawing("goods_row")
        return {
            _name((card.id, card.revision), look): draw_row(_good(card, packs[card.id], prices, look))
            for card in cards
        }


def _prices(cards: Sequence[Card], packs: Mapping[int, Sequence[Pack]]) -> dict[int, PriceTable]:
    found: dict[int, PriceTable] = {}
    for currency in dict.fromkeys(card.price_currency for card in cards):
        sold_for_it = [pack.pk for card in cards if card.price_currency == currency for pack in packs[card.id]]
        found |= pack_prices(sold_for_it, currency=currency)
    return found


def _good(card: Card, packs: Sequence[Pack], prices: Mapping[int, PriceTable], look: CardLook) -> GoodRow:
    return GoodRow(
        card=card_view(card, look),
        packs=[_row(pack, prices.get(pack.pk), card, look.language) for pack in packs],
        lead=lead_time(card.lead_days),
        season=season_text(card.season_mask, look.language),
        action=reverse("storefront:basket-add"),
        is_orderable=card.is_orderable,
    )


def _row(pack: Pack, table: PriceTable | None, card: Card, language: str) -> PackRow:
    breaks = table.breaks if table else ()
    content = formats.number((pack.moq * pack.content).normalize(), language=language)
    return PackRow(
        sku=pack.sku,
        name=best(texts_of(pack, "name"), language),
        minimum=pack.moq,
        minimum_text=formats.number(pack.moq, language=language),
        content=f"{content} {card.unit}",
        step=formats.number(pack.step, language=language) if pack.step > 1 else "",
        prices=tuple(
            (
                formats.number(max(one.from_quantity, pack.moq), language=language),
                formats.unit_price(one.unit_price, card.price_currency, language=language),
            )
            for one in breaks
        ),
        is_sold_out=pack.availability == Availability.SOLD_OUT,
    )
