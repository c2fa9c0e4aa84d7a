"""The components that pages and the style guide draw: what they show, what they escape, and who else draws it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template, TemplateDoesNotExist
from django.utils.safestring import SafeString
from django.utils.translation import override
from jinja2 import UndefinedError

from config.env import BASE_DIR
from marketplace.catalog.selectors import PictureData
from marketplace.storefront.cards import CardView
from marketplace.storefront.facets import Facet, Option
from marketplace.storefront.filter_panel import FilterPanel
from marketplace.storefront.marks import CardMarks
from marketplace.storefront.price_range import CurrencyOption, PriceRange
from marketplace.storefront.rows import GoodRow, PackRow
from marketplace.storefront.seasons import calendar
from marketplace.web.component_syntax import environment
from marketplace.web.components import draw
from search.highlighting import Segment

COMPONENTS = BASE_DIR / "frontend" / "components"
HOSTILE = "<script>alert(1)</script>\"'&amp;{{ 7*7 }}{% raw %}"
PICTURE = PictureData(src="/media/a&b.jpg", width=640, height=480, alt="Rice", avif="/a.avif 320w", jpeg="/j.jpg 320w")
CARD = CardView(
    url="/vi/goods/x/",
    name="Gạo đỏ",
    other_name="红米",
    other_lang="zh-hans",
    county="Nguyên Dương",
    sku="YY-001",
    price="1,80–2,10",
    currency="USD",
    unit="kg",
    minimum="Tối thiểu 2.000 kg",
    pack="100 × Thùng",
    terms="FOB Hà Khẩu",
    placeholder="grain",
)
PACK = PackRow(
    sku="HH-YY-001-A",
    name="Thùng",
    minimum=20,
    minimum_text="20",
    content="2.000 kg",
    step="5",
    prices=(("20", "1,80"), ("100", "1,60")),
    is_sold_out=False,
)
ROW = GoodRow(card=CARD, packs=[PACK], lead="3–7", season="T3–T5", action="/vi/basket/add/", is_orderable=True)
PRICE = PriceRange(label="Giá", value_from="5", value_to="", error="", low="2", high="200", shown_low="2")


def drawn(name: str, language: str = "vi", **needs: Any) -> str:
    with override(language):
        return draw(name, **needs)


def test_a_card_shows_price_unit_and_terms_in_the_readers_language() -> None:
    html = drawn("card", card=CARD, level=2)
    assert '<h2><a href="/vi/goods/x/">Gạo đỏ</a></h2><p class="other" lang="zh-Hans">红米</p>' in html
    assert '<p class="price"><b>1,80–2,10</b> <span>USD / kg</span></p>' in html
    assert "FOB Hà Khẩu · Tối thiểu 2.000 kg = 100 × Thùng" in html
    assert 'Nguyên Dương · <span class="nowrap">YY-001</span>' in html
    assert 'loading="lazy"' in html
    assert "\n" not in html


def test_a_card_carries_only_the_marks_that_are_its_own() -> None:
    assert 'class="tags"' not in drawn("card", card=CARD)
    both = drawn("card", card=replace(CARD, is_gi=True, is_cold=True))
    assert "Chỉ dẫn địa lý" in both
    assert "#snowflake" in both
    closed = drawn("card", card=replace(CARD, is_closed=True, closed_text="Hết hàng <"))
    assert '<li class="card is-closed">' in closed
    assert '<span class="pick tag">Hết hàng &lt;</span>' in closed


def test_a_card_leaves_out_what_is_not_known() -> None:
    html = drawn("card", card=replace(CARD, price="", pack="", terms="", other_name=""))
    assert '<p class="price">' not in html
    assert 'class="other"' not in html
    assert '<p class="terms">Tối thiểu 2.000 kg</p>' in html
    assert '<p class="terms">FOB Hà Khẩu</p>' in drawn("card", card=replace(CARD, minimum=""))


def test_a_card_of_a_search_marks_what_was_meant() -> None:
    marks = CardMarks(
        name=[Segment("Gạo ", is_match=False), Segment("đỏ<", is_match=True)],
        other_name=[Segment("红", is_match=True), Segment("米", is_match=False)],
        county=[Segment("Nguyên Dương", is_match=False)],
        passage=[Segment("…bậc ", is_match=False), Segment("thang", is_match=True)],
    )
    html = drawn("card", card=CARD, marks=marks)
    assert ">Gạo <mark>đỏ&lt;</mark></a>" in html
    assert "<mark>红</mark>米" in html
    assert '<p class="snippet">…bậc <mark>thang</mark></p>' in html
    assert 'class="snippet"' not in drawn("card", card=CARD, marks=replace(marks, passage=()))


def test_a_picture_has_its_size_its_sources_and_its_place_in_the_queue() -> None:
    first = drawn("picture", picture=PICTURE, sizes="96px", is_first=True)
    assert 'width="640" height="480" alt="Rice" fetchpriority="high"' in first
    assert '<source type="image/avif" srcset="/a.avif 320w" sizes="96px">' in first
    assert "image/webp" not in first
    assert 'src="/media/a&amp;b.jpg"' in first
    assert "lazy" not in first
    assert 'loading="lazy" decoding="async"' in drawn("picture", picture=PICTURE)


def test_a_picture_beside_its_own_name_is_silent() -> None:
    assert 'alt=""' in drawn("picture", picture=PICTURE, is_decorative=True)
    assert 'alt="A"' in drawn("picture", picture=PICTURE, alt="A")


def test_a_good_without_picture_has_a_drawing() -> None:
    assert "/static/assets/ph-citrus.svg" in drawn("picture", placeholder="citrus")
    assert "/static/assets/ph-leaf.svg" in drawn("picture")


def test_a_facet_says_what_is_chosen_and_what_leads_nowhere() -> None:
    options = (
        Option("rice", "Gạo", 1_200, is_selected=True),
        Option("tea", "Trà", 0, is_selected=False),
        Option("gone", "Hết", 0, is_selected=True),
        Option("1", "GI", 3, is_selected=False, name="gi"),
    )
    html = drawn("facet", facet=Facet("category", "Loại", options, note="Tháng 3"))
    assert html.startswith("<details open><summary>Loại</summary>")
    assert 'id="f-category-rice" name="category" value="rice" checked><span>Gạo</span><span class="num">1.200' in html
    assert 'value="tea" disabled>' in html
    assert 'value="gone" checked>' in html
    assert 'id="f-gi-1" name="gi" value="1"><span>GI' in html
    assert '<p class="small muted">Tháng 3</p>' in html
    assert drawn("facet", facet=Facet("x", "X", (), is_open=False)).startswith("<details><summary>")


def test_months_are_a_facet_of_which_one_is_chosen() -> None:
    options = (Option("", "Any", 0, is_selected=False), Option("3", "Tháng 3", 0, is_selected=True))
    html = drawn("facet", facet=Facet("month", "Season", options, layout="months"))
    assert '<div class="months" role="group" aria-label="Season">' in html
    assert 'class="month any"><input type="radio" id="f-month-any" name="month" value=""><span>Any</span>' in html
    assert 'id="f-month-3" name="month" value="3" checked><span>Tháng 3</span>' in html


def test_the_price_fields_keep_what_was_typed_and_say_what_is_wrong_with_it() -> None:
    assert "aria-invalid" not in drawn("price_range", price=PRICE)
    currencies = (CurrencyOption("USD", is_selected=False), CurrencyOption("VND", is_selected=True))
    html = drawn("price_range", price=replace(PRICE, error="No number.", currencies=currencies, priced_in="VND"))
    assert html.count('aria-invalid="true" aria-describedby="price_min-error"') == 2
    assert 'name="price_min" value="5" placeholder="2"' in html
    assert '<option value="">USD</option><option value="VND" selected>VND</option>' in html
    assert '<input type="hidden" name="priced_in" value="VND">' in html
    assert 'data-low="2" data-high="200" data-places="2"' in html


def test_the_rail_sends_along_what_no_filter_changes() -> None:
    panel = FilterPanel(facets=[], price=PRICE, action="/vi/search/", clear_url="/vi/search/?q=a%26b", words='a&"b')
    assert '<input type="hidden" name="q" value="a&amp;&#34;b">' in drawn("filters", panel=panel)
    table = replace(panel, words="", view="table", chosen=1_200)
    html = drawn("filters", panel=table)
    assert '<input type="hidden" name="view" value="table">' in html
    assert 'name="q"' not in html
    assert '<span class="num">(1.200)</span>' in html
    assert 'aria-label="Lọc"' in html


def test_a_good_of_several_packs_is_named_once_in_the_table() -> None:
    html = drawn("goods_row", row=replace(ROW, packs=[PACK, replace(PACK, sku="HH-YY-001-B", step="")]))
    assert html.count("<tr>") == 2
    assert html.count('rowspan="2"') == 3
    assert html.count("Gạo đỏ</a>") == 1
    assert html.count("<!--order-->") == html.count("<!--/order-->") == 2
    assert "<li><span>≥ 20</span> <b>1,80</b></li>" in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"is_orderable": False}, "By enquiry"),
        ({"packs": [replace(PACK, is_sold_out=True)]}, "Out of stock"),
        ({"packs": [replace(PACK, prices=())]}, "no price yet"),
    ],
)
def test_a_pack_that_cannot_be_ordered_says_why_and_has_no_form(changes: dict[str, Any], said: str) -> None:
    html = drawn("goods_row", "en", row=replace(ROW, **changes))
    assert f'<td class="order">{said}</td>' in html
    assert "<form" not in html
    assert "<!--order-->" not in html


def test_the_months_of_a_harvest_are_said_and_not_only_drawn() -> None:
    html = drawn("season_cells", "en", months=calendar(0b110, month=2, language="en"))
    assert html.count("<td") == 12
    assert html.count('<span class="visually-hidden">harvest</span>') == 2
    assert '<td class="from now"><i></i>' in html


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("card", {"card": replace(CARD, name=HOSTILE, other_name=HOSTILE, county=HOSTILE, url=HOSTILE, unit=HOSTILE)}),
        ("picture", {"picture": replace(PICTURE, alt=HOSTILE, src=HOSTILE, avif=HOSTILE), "sizes": HOSTILE}),
        ("facet", {"facet": Facet(HOSTILE, HOSTILE, (Option(HOSTILE, HOSTILE, 1, is_selected=True),), note=HOSTILE)}),
        ("price_range", {"price": replace(PRICE, label=HOSTILE, value_from=HOSTILE, error=HOSTILE, note=HOSTILE)}),
        ("filters", {"panel": FilterPanel(facets=[], price=PRICE, action=HOSTILE, clear_url=HOSTILE, words=HOSTILE)}),
        ("goods_row", {"row": replace(ROW, card=replace(CARD, name=HOSTILE), packs=[replace(PACK, name=HOSTILE)])}),
        ("marked", {"segments": [Segment(HOSTILE, is_match=True), Segment(HOSTILE, is_match=False)]}),
    ],
)
def test_a_component_escapes_what_anybody_typed(name: str, needs: dict[str, Any]) -> None:
    html = drawn(name, **needs)
    assert "<script" not in html
    assert "49" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;amp;{{ 7*7 }}{% raw %}" in html


def test_djangos_templates_draw_the_same_component_with_one_tag() -> None:
    context = Context({"good": CARD})
    with override("vi"):
        by_tag = Template('{% component "card" card=good level=2 is_first=True %}').render(context)
    assert by_tag == drawn("card", card=CARD, level=2, is_first=True)
    assert isinstance(by_tag, SafeString)


def test_a_wrong_name_is_found_at_once() -> None:
    with pytest.raises(TypeError, match="lvl"):
        draw("card", card=CARD, lvl=2)
    with pytest.raises(UndefinedError, match="is_closed"):
        draw("card", card={"name": "Rice"})
    with pytest.raises(TemplateDoesNotExist):
        draw("crad", card=CARD)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<p>\n    <b>x</b>\n  </p>\n", "<p><b>x</b></p>"),
        ("<p>one\n  two</p>", "<p>one two</p>"),
        ("<p>{{ 1 }} {{ 2 }}\n  {{ 3 }}</p>", "<p>1 23</p>"),
        (
            "<ul>\n  {% for one in [1, 2] %}\n    <li>{{ one }}</li>\n  {% endfor %}\n</ul>",
            "<ul><li>1</li><li>2</li></ul>",
        ),
        ("{{ '<b>' }}", "&lt;b&gt;"),
    ],
)
def test_a_line_break_that_lays_the_source_out_is_no_space(source: str, result: str) -> None:
    assert environment().from_string(source).render() == result


def test_a_component_says_what_it_needs_and_is_named_after_its_file() -> None:
    for path in COMPONENTS.glob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert source.startswith("{#- "), path.name
        assert f"{{% macro {path.stem}(" in source, path.name
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script|<style|\|\s*safe\b|autoescape", source), path.name


def test_a_component_holds_no_word_that_is_not_translated() -> None:
    for path in COMPONENTS.glob("*.html"):
        source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        texts = re.findall(r">([^<]*)<", source) + re.findall(r'(?:aria-label|title|alt)="([^"]*)"', source)
        assert not [text for text in texts if re.search(r"[^\W\d_]{2}", text)], path.name


def test_no_room_writes_markup_in_python() -> None:
    """What a page shows stands in a template or a component, where a designer looks for it."""
    tag = re.compile(r"</?(?:[a-z][a-z0-9-]*)(?:\s[^<>]*)?/?>")
    found = [
        f"{path.relative_to(BASE_DIR)}:{node.lineno}"
        for folder in ("marketplace/storefront", "marketplace/catalog", "cms/home")
        for path in sorted((BASE_DIR / folder).rglob("*.py"))
        if path.name != "demo_content.py"  # rich texts as editors write them
        for node in _texts(path)
        if tag.search(str(node.value))
    ]
    assert not found


def _texts(path: Path) -> list[ast.Constant]:
    """Return the texts of a module but for its documentation."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    documentation = {node.value for node in nodes if isinstance(node, ast.Expr)}
    return [
        node
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documentation
    ]
