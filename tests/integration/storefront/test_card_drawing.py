"""What is written by hand for speed is the component's own markup."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from marketplace.catalog.selectors import PictureData
from marketplace.storefront.card_drawing import card_parts, join_card
from marketplace.storefront.facets import Facet, Option

PICTURE = PictureData(
    src="/media/a&b.jpg", width=640, height=480, alt="x", avif="/a 320w", webp="/w 320w", jpeg="/j 320w"
)
CARD: dict[str, Any] = {
    "url": "/vi/goods/x/",
    "name": 'Gạo <đỏ> & "nếp"',
    "other_name": "红米<",
    "other_lang": "zh-hans",
    "county": "Mông Tự & more",
    "sku": "MZ-001",
    "price": "1.180–1.234,50",
    "currency": "USD",
    "unit": "kg",
    "moq": "Tối thiểu 2.000 kg",
    "pack": "100 × Thùng <20 kg>",
    "terms": "FOB Hà Khẩu",
    "is_gi": True,
    "is_cold": True,
    "is_closed": False,
    "closed_text": "",
    "converted": "",
    "marked_name": "",
    "marked_other": "",
    "marked_county": "",
    "snippet": "",
    "picture": PICTURE,
    "placeholder": "grain",
}
VARIANTS: list[dict[str, Any]] = [
    {},
    {"picture": None},
    {"picture": PictureData(src="/media/a.jpg", width=1, height=1, alt="")},
    {"is_gi": False},
    {"is_gi": False, "is_cold": False},
    {"is_closed": True, "closed_text": "Hết hàng <"},
    {"other_name": ""},
    {"price": ""},
    {"pack": ""},
    {"terms": ""},
    {"converted": "≈ 57.500 VND"},
    {"marked_name": mark_safe("Gạo <mark>đỏ</mark> &lt;"), "marked_county": mark_safe("<mark>Mông</mark> Tự")},
    {"marked_other": mark_safe("<mark>红</mark>米"), "snippet": mark_safe("…bậc <mark>thang</mark>…")},
    {"moq": ""},
    {"other_lang": "vi", "other_name": "Gạo"},
]


def squeezed(markup: str) -> str:
    """Return markup without what only lays out its source."""
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", "", markup)).strip()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
@pytest.mark.parametrize(("level", "is_first"), [(2, True), (3, False)])
def test_a_card_drawn_by_hand_is_the_component(
    variant: dict[str, Any], language: str, level: int, is_first: bool
) -> None:
    card = CARD | variant
    with override(language):
        by_template = render_to_string("components/_card.html", {"card": card, "level": level, "is_first": is_first})
        parts = card_parts(card, is_first=is_first)
        by_hand = join_card(parts, cast("Any", SimpleNamespace(**card)), card, level=level)
    assert squeezed(by_hand) == squeezed(by_template)


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
@pytest.mark.parametrize(("is_open", "note"), [(True, ""), (False, "Tháng 3 <")])
def test_a_facet_drawn_by_hand_is_the_component(language: str, is_open: bool, note: str) -> None:
    options = (
        Option("rice", "Gạo <b>", 1_200, is_selected=True),
        Option('t"ea', "Trà", 0, is_selected=False),
        Option("gone", "Hết", 0, is_selected=True),
        Option("1", "GI", 3, is_selected=False, name="gi"),
    )
    facet = Facet("category", 'Kind "&"', options, language, is_open=is_open, note=note)
    with override(language):
        by_template = render_to_string("components/_facet.html", {"facet": facet})
    assert squeezed(facet.drawn) == squeezed(by_template)


def test_months_are_a_facet_of_which_one_is_chosen() -> None:
    options = (Option("", "Any", 0, is_selected=False), Option("3", "Tháng 3", 0, is_selected=True))
    drawn = Facet("month", "Season", options, "vi", layout="months").drawn
    assert '<div class="months" role="group" aria-label="Season">' in drawn
    assert 'id="f-month-any" name="month" value=""><span>Any</span>' in drawn
    assert 'id="f-month-3" name="month" value="3" checked><span>Tháng 3</span>' in drawn
