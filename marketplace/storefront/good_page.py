"""The page of one good: what it shows, whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from marketplace.catalog import selectors
from marketplace.catalog.models import Availability, Good, Pack
from marketplace.catalog.selectors import GoodDetail
from marketplace.kernel import formats
from marketplace.kernel.errors import DomainError
from marketplace.kernel.languages import OTHER, best_of_columns, language_of
from marketplace.kernel.quantities import OrderRule, parse_quantity
from marketplace.kernel.refusals import sentence
from marketplace.pricing.breaks import PriceTable, Quote, quote
from marketplace.pricing.selectors import pack_prices
from marketplace.storefront import addresses, cards, revision
from marketplace.storefront.durations import days, lead_time
from marketplace.storefront.placeholders import placeholder
from marketplace.storefront.seasons import Month, calendar
from marketplace.web.texts import gettext

RELATED: Final = 4
EXACT_PLACES: Final = 8  # of a unit price's five and a content's three


@dataclass(frozen=True, slots=True)
class BuyForm:
    """What the address asks for: the pack's code, and the quantity as typed, None where none was."""

    pack_sku: str = ""
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class BreakRow:
    """From so many packs on: ``quantity`` as a range, price of a unit, share saved against the first row (0: none).

    ``pack_price`` is what a pack costs, in hundred-millionths: exact, so that a script can multiply it and round once.
    """

    start: int
    quantity: str
    unit_price: Decimal
    saving: Decimal
    pack_price: int


@dataclass(frozen=True, slots=True)
class PackView:
    """One pack to choose; ``rows`` is empty where no price is known. Weights in kg, measures in cm."""

    sku: str
    name: str
    measures: str
    rule: str
    content: Decimal
    minimum: int
    step: int
    price: Decimal | None
    rows: tuple[BreakRow, ...]
    is_sold_out: bool
    is_chosen: bool

    @property
    def can_be_ordered(self) -> bool:
        return not self.is_sold_out and self.price is not None


def good_context(detail: GoodDetail, *, language: str, month: int, form: BuyForm) -> dict[str, Any]:
    """Return what ``storefront/_good.html`` shows. Two queries for prices and cards, at most two for neighbours."""
    good = detail.good
    tables = pack_prices([pack.pk for pack in detail.packs], currency=good.price_currency)
    packs = _packs(detail.packs, tables, language=language, chosen=form.pack_sku)
    chosen = next((pack for pack in packs if pack.is_chosen), None)
    error = _refusal(form.quantity, chosen)
    other = OTHER[language]
    other_name = getattr(good, f"name_{language_of(other).column}")
    return {
        "good": good,
        "trail": _trail(good),
        "other_name": other_name if other_name != good.name else "",
        "other_lang": other,
        "short_sku": cards.short_sku(good.sku),
        "pictures": [selectors.picture_data(one, language=language) for one in detail.pictures],
        "placeholder": placeholder(good.category.code, good.category.parent.code if good.category.parent else ""),
        "packs": packs,
        "chosen": chosen,
        "can_be_ordered": good.is_orderable and chosen is not None and chosen.can_be_ordered,
        "is_sold_out": bool(packs) and all(pack.is_sold_out for pack in packs),
        "error": error,
        "quoted": _quoted(form.quantity, chosen, detail.packs, tables) if not error else None,
        "quantity": (chosen.minimum if chosen else "") if form.quantity is None else form.quantity,
        "terms": cards.terms(good.fob_place),
        "facts": facts(good, language),
        "documents": detail.documents,
        "season": _season(good, month, language),
        "producer_type": good.producer.get_producer_type_display() if good.producer.producer_type else "",
        "related": neighbours(good, language),
    }


def _refusal(typed: str | None, chosen: PackView | None) -> str:
    """Say why so many of this pack cannot be ordered, and what can be; nothing where they can."""
    if typed is None or chosen is None or not chosen.can_be_ordered:
        return ""
    try:
        OrderRule(chosen.minimum, chosen.step).check(parse_quantity(typed))
    except DomainError as refusal:
        return sentence(refusal)
    return ""


def _quoted(
    typed: str | None, chosen: PackView | None, packs: Sequence[Pack], tables: Mapping[int, PriceTable]
) -> Quote | None:
    """Return what the quantity in the form costs: the one that was typed, else the minimum."""
    pack = next((pack for pack in packs if chosen and pack.sku == chosen.sku), None)
    if pack is None or chosen is None or not chosen.can_be_ordered:
        return None
    quantity = chosen.minimum if typed is None else parse_quantity(typed)
    return quote(tables[pack.pk], quantity=quantity, content=pack.content)


def facts(good: Good, language: str) -> list[dict[str, str]]:
    """Return the specification: what the good is and how it keeps. The HS code stands apart, with its mark."""
    rows = [(label, value) for label, value in _attributes(good.attributes, language)]
    rows.append((gettext("Sold by"), good.unit.name))
    rows.append((gettext("Storage"), good.storage))
    if good.storage_min_c is not None and good.storage_max_c is not None:
        low, high = (
            formats.number(value.normalize(), language=language) for value in (good.storage_min_c, good.storage_max_c)
        )
        rows.append((gettext("Storage temperature"), gettext("%(low)s to %(high)s °C") % {"low": low, "high": high}))
    if good.shelf_life_days:
        rows.append((gettext("Shelf life"), days(good.shelf_life_days)))
    lead_days = (good.lead_time_min_days, good.lead_time_max_days)
    rows.append((gettext("Ready for dispatch after"), lead_time(lead_days)))
    rows.append((gettext("Transport"), gettext("Cold chain") if good.is_cold_chain else ""))
    return [{"label": label, "value": value} for label, value in rows if value]


def neighbours(good: Good, language: str) -> list[SafeString]:
    """Return cards of goods that stand near this one: in kind, else in place or maker."""
    near = selectors.related(good, language=language, revision=revision.current(), limit=RELATED)
    return cards.of_cards(near, cards.CardLook(language=language, level=3))


def _packs(packs: Sequence[Pack], tables: Mapping[int, PriceTable], *, language: str, chosen: str) -> list[PackView]:
    wanted = next((pack.sku for pack in packs if pack.sku == chosen), "") or _first_orderable(packs, tables)
    return [_pack(pack, tables.get(pack.pk), language, is_chosen=pack.sku == wanted) for pack in packs]


def _first_orderable(packs: Sequence[Pack], tables: Mapping[int, PriceTable]) -> str:
    available = [pack.sku for pack in packs if pack.availability == Availability.AVAILABLE and pack.pk in tables]
    return available[0] if available else next((pack.sku for pack in packs), "")


def _pack(pack: Pack, table: PriceTable | None, language: str, *, is_chosen: bool) -> PackView:
    return PackView(
        sku=pack.sku,
        name=pack.name,
        measures=_measures(pack, language),
        rule=_rule(pack, language),
        content=pack.content,
        minimum=pack.moq,
        step=pack.step,
        price=table.breaks[0].unit_price if table else None,
        rows=_rows(table, pack, language) if table else (),
        is_sold_out=pack.availability == Availability.SOLD_OUT,
        is_chosen=is_chosen,
    )


def _rule(pack: Pack, language: str) -> str:
    values = {
        "minimum": formats.number(pack.moq, language=language),
        "step": formats.number(pack.step, language=language),
    }
    if pack.step == 1:
        return ngettext("At least %(minimum)s pack.", "At least %(minimum)s packs.", pack.moq) % values
    return gettext("At least %(minimum)s packs, in steps of %(step)s.") % values


def _measures(pack: Pack, language: str) -> str:
    sides = (pack.length_cm, pack.width_cm, pack.height_cm)
    size = " × ".join(formats.number(side.normalize(), language=language) for side in sides)
    weight = formats.number(pack.gross_kg.normalize(), language=language)
    return gettext("%(size)s cm · gross weight %(weight)s kg") % {"size": size, "weight": weight}


def _rows(table: PriceTable, pack: Pack, language: str) -> tuple[BreakRow, ...]:
    starts = [max(row.from_quantity, pack.moq) for row in table.breaks]
    rows = []
    for position, row in enumerate(table.breaks):
        start = formats.number(starts[position], language=language)
        if position + 1 < len(starts):
            end = formats.number(starts[position + 1] - 1, language=language)
            text = f"{start}–{end}"
        else:
            text = gettext("from %(quantity)s") % {"quantity": start}
        exact = int((row.unit_price * pack.content).scaleb(EXACT_PLACES))
        rows.append(BreakRow(starts[position], text, row.unit_price, row.saving, exact))
    return tuple(rows)


def _attributes(attributes: Sequence[Mapping[str, Sequence[str]]], language: str) -> list[tuple[str, str]]:
    pairs = [best_of_columns(one, language) for one in attributes]
    return [(pair[0], pair[1]) for pair in pairs if pair]


def _season(good: Good, month: int, language: str) -> list[Month]:
    return calendar(good.season_mask, month=month, language=language) if good.season_mask else []


def _trail(good: Good) -> list[dict[str, str]]:
    path = reverse("storefront:goods-list")
    nodes = [node for node in (good.category.parent, good.category) if node]
    steps = [{"label": gettext("Goods"), "url": path}]
    steps += [{"label": node.name, "url": addresses.address(path, [("category", node.code)])} for node in nodes]
    return [*steps, {"label": good.name, "url": ""}]
