"""Every component with long texts in the three languages, for staff and in development."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.kernel.languages import OTHER
from marketplace.storefront.cards import CardView
from marketplace.storefront.facets import Facet, Option
from marketplace.storefront.price_range import PriceRange, price_range
from marketplace.storefront.query import ListQuery
from marketplace.storefront.rows import GoodRow, PackRow
from marketplace.storefront.seasons import month_choices
from marketplace.web.components import draw

# Stored texts, not interface texts: what producers write in the three languages, at its longest.
_TEXTS: Final[dict[str, dict[str, str]]] = {
    "zh-hans": {
        "name": "云南建水紫陶手工刻填残帖莲纹石瓢壶礼盒装（含证书、茶巾与防震内衬）",
        "other": "Ấm trà gốm tím Kiến Thủy khắc hoa sen",
        "county": "建水县",
        "unit": "件",
        "moq": "起订 1,200 件",
        "terms": "FOB 河口",
        "text": "坯体半干时，匠人先写先画，再依笔意刻出阴线，填入异色陶泥，修平阴干后入窑；"
        "出窑不施釉，用砂石反复打磨到细润有光。",
        "step": "越南海关正在审单",
        "closed": "已过季，2027年7月再供",
    },
    "vi": {
        "name": "Bộ ấm chén gốm tím Kiến Thủy khắc lấp thư họa hoa sen, hộp quà kèm giấy chứng nhận và khăn trà",
        "other": "建水紫陶刻填莲纹茶具",
        "county": "Kiến Thủy",
        "unit": "chiếc",
        "moq": "Tối thiểu 1.200 chiếc",
        "terms": "FOB Hà Khẩu",
        "text": "Khi phôi còn se, người thợ viết chữ, vẽ tranh, khắc lõm theo nét bút, lấp đất màu khác vào, "
        "gọt phẳng, phơi khô rồi nung. Gốm ra lò không tráng men mà mài đi mài lại cho đến khi bề mặt mịn, có ánh.",
        "step": "Hải quan Việt Nam đang kiểm tra hồ sơ",
        "closed": "Hết mùa, có lại tháng 7/2027",
    },
    "en": {
        "name": "Jianshui purple pottery tea set with incised lotus calligraphy, gift box with certificate",
        "other": "建水紫陶刻填莲纹茶具",
        "county": "Jianshui",
        "unit": "piece",
        "moq": "Minimum 1,200 pieces",
        "terms": "FOB Hekou",
        "text": "While the body is half dry the maker writes and draws, cuts along the brush line and fills it "
        "with clay of another colour; after firing it is polished with stone, never glazed.",
        "step": "Vietnamese customs checks the documents",
        "closed": "Out of season, again in July 2027",
    },
}
_HARVEST: Final = 7  # July


class SampleForm(forms.Form):
    """One field of each kind, with help and errors."""

    company = forms.CharField(label=_("Company name"), help_text=_("As in the business register."), max_length=20)
    country = forms.ChoiceField(label=_("Country"), choices=[("VN", _("Viet Nam")), ("TH", _("Thailand"))])
    note = forms.CharField(label=_("Note for the producer"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agrees = forms.BooleanField(label=_("I have read the terms of the market."))


def _card(code: str) -> CardView:
    texts = _TEXTS[code]
    return CardView(
        url="#",
        name=texts["name"],
        other_name=texts["other"],
        other_lang=OTHER[code],
        county=texts["county"],
        sku="JS-001",
        price="1,042.50",
        currency="USD",
        unit=texts["unit"],
        minimum=texts["moq"],
        pack="",
        terms=texts["terms"],
        placeholder="pottery",
        is_gi=True,
    )


def _sample(code: str) -> dict[str, Any]:
    texts = _TEXTS[code]
    at = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    states = ("done", "done", "now", "todo")
    card = _card(code)
    choices = (Option("x", texts["name"], 1_200, is_selected=True), Option("y", texts["name"], 0, is_selected=False))
    return {
        "code": code,
        "texts": texts,
        "cards": [
            card,
            replace(card, is_gi=False, placeholder="fruit", price="0.304–0.32", pack="100 × 5"),
            replace(card, is_closed=True, closed_text=texts["closed"], placeholder="wine"),
            replace(card, name=texts["county"], is_cold=True, placeholder="leaf", other_name=""),
        ],
        "steps": [{"title": texts["step"], "text": texts["text"], "at": at, "state": state} for state in states],
        "facets": [Facet("x", texts["county"], choices), _months(code)],
        "price": _price(code),
        "facts": [{"label": texts["unit"], "value": "6912.00.10"}, {"label": texts["county"], "value": texts["text"]}],
        "rows": _rows(card, code),
        "views": _views(),
        "chosen": [{"label": texts["county"], "url": "#"}],
        "trail": [{"label": texts["county"], "url": "#"}, {"label": texts["name"], "url": ""}],
        "at": at,
    }


def _rows(card: CardView, code: str) -> list[SafeString]:
    """A good of two packs of which one is sold in steps, one that cannot be ordered, and one that is sold out."""
    texts = _TEXTS[code]
    prices = (("1,200", "1,042.50"), ("12,000", "1,004.00"))
    first = PackRow(
        sku="HH-JS-001-C10",
        name=texts["name"],
        minimum=1_200,
        minimum_text="1,200",
        content=texts["moq"],
        step="",
        prices=prices,
        is_sold_out=False,
    )
    packs = (first, replace(first, step="24", name=texts["county"]))
    good = GoodRow(card=card, packs=packs, lead="7–10", season=texts["county"], action="#", is_orderable=True)
    sold_out = replace(good, packs=[replace(first, is_sold_out=True)])
    with override(code):
        rows = (good, replace(good, packs=packs[:1], is_orderable=False), sold_out)
        return [draw("goods_row", row=row) for row in rows]


def _views() -> list[dict[str, object]]:
    return [
        {"label": _("Cards"), "icon": "layout-grid", "url": "#", "is_chosen": False},
        {"label": _("Table"), "icon": "list", "url": "#", "is_chosen": True},
    ]


def _months(code: str) -> Facet:
    options = tuple(Option(str(number), name, 0, number == _HARVEST) for number, name in month_choices(code))
    label = _TEXTS[code]["county"]
    every = Option("", label, 0, is_selected=False)
    return Facet(f"month-{code}", label, (every, *options), layout="months", note=_TEXTS[code]["moq"])


def _price(code: str) -> PriceRange:
    """A slider whose fields are of no other sample."""
    fields = price_range(ListQuery(typed_min="5"), bounds=(Decimal(2), Decimal(200)), language=code)
    return replace(
        fields, name_from=f"price_min-{code}", name_to=f"price_max-{code}", name_currency=f"currency-{code}"
    )


def samples() -> dict[str, Any]:
    """Return ``samples`` (one a language), ``form`` (bound, with faults) and ``page`` (of a pager)."""
    form = SampleForm({"company": "x" * 30, "country": "VN"})
    page = Paginator(range(240), 24).page(5)
    return {"samples": [_sample(code) for code in _TEXTS], "form": form, "page": page}


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; strangers get 404."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "styleguide.html", samples())
