"""The markup of a good in a table: a group of rows, one a pack. Written by hand, for a page has some forty of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from marketplace.storefront.card_drawing import picture
from marketplace.web.templatetags.ui import icon
from marketplace.web.texts import gettext


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


def draw_good(good: Mapping[str, Any], packs: Sequence[PackRow]) -> str:
    """Return the rows of a good, texts escaped. ``good``: what a card needs, "lead", "season", "action" (where it is
    put into the basket), "is_orderable". Each cell bears the name of its column, for phones show no columns.
    """
    span = f' rowspan="{len(packs)}"' if len(packs) > 1 else ""
    first = f'<th scope="rowgroup" class="what"{span}>{_what(good)}</th>'
    last = _cell(gettext("Ready for dispatch after"), escape(good["lead"]) or "–", span)
    last += _cell(gettext("Season"), escape(good["season"]), span)
    rows = [
        f"<tr>{'' if at else first}{_pack(good, pack)}{'' if at else last}{_order(good, pack)}</tr>"
        for at, pack in enumerate(packs)
    ]
    return f"<tbody>{''.join(rows)}</tbody>"


def _cell(label: str, content: str, attributes: str = "") -> str:
    return f'<td data-label="{escape(label)}"{attributes}>{content}</td>'


def _what(good: Mapping[str, Any]) -> str:
    marks = [gettext("Geographical indication")] if good["is_gi"] else []
    marks += [gettext("Cold chain")] if good["is_cold"] else []
    said = f"<small>{escape(' · '.join(marks))}</small>" if marks else ""
    name = f'<a href="{escape(good["url"])}">{escape(good["name"])}</a>'
    return (
        f"<div>{picture(good, sizes='56px', is_first=False)}<p>{name}"
        f'<small>{escape(good["county"])} · <span class="nowrap">{escape(good["sku"])}</span></small>{said}</p></div>'
    )


def _pack(good: Mapping[str, Any], pack: PackRow) -> str:
    unit = f"{escape(good['currency'])} / {escape(good['unit'])}"
    steps = "".join(f"<li><span>≥ {quantity}</span> <b>{price}</b></li>" for quantity, price in pack.prices)
    prices = f"<ol>{steps}</ol><small>{unit}</small>" if steps else "–"
    if steps and good["converted"]:
        prices += f"<small>{escape(good['converted'])}</small>"
    steps_of = gettext("in steps of %(step)s") % {"step": pack.step} if pack.step else ""
    step = f"<small>{escape(steps_of)}</small>" if steps_of else ""
    minimum = f"<b>{pack.minimum_text}</b><small>= {escape(pack.content)}</small>{step}"
    return (
        _cell(gettext("Pack"), f'{escape(pack.name)}<small class="nowrap">{escape(pack.sku)}</small>')
        + _cell(gettext("Minimum (packs)"), minimum)
        + _cell(gettext("Prices by quantity"), prices, ' class="tiers"')
    )


def _order(good: Mapping[str, Any], pack: PackRow) -> str:
    return f'<td class="order">{_form(good, pack)}</td>'


def _form(good: Mapping[str, Any], pack: PackRow) -> str:
    if not good["is_orderable"]:
        return escape(gettext("By enquiry"))
    if pack.is_sold_out or not pack.prices:
        return escape(gettext("Out of stock") if pack.is_sold_out else gettext("no price yet"))
    of_what = {"good": good["name"], "pack": pack.name}
    quantity = escape(gettext("Packs of %(good)s, %(pack)s") % of_what)
    add = escape(gettext("Add to the basket: %(good)s, %(pack)s") % of_what)
    button = f'<button class="button button-quiet" aria-label="{add}">{icon("shopping-basket")}</button>'
    return (
        f'<!--order--><form method="post" action="{escape(good["action"])}" data-once>'
        f'<input type="hidden" name="pack" value="{escape(pack.sku)}"><input type="hidden" name="from" value="list">'
        f'<input class="input num" name="quantity" value="{pack.minimum}" inputmode="numeric" maxlength="12"'
        f' autocomplete="off" aria-label="{quantity}">'
        f"{button}</form><!--/order-->"
    )
