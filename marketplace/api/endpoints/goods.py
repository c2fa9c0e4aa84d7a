"""Goods, as a visitor may see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from marketplace.api.asking import ensure_known, next_page
from marketplace.api.errors import ApiRefusal, Problem
from marketplace.api.languages import DEFAULT, Language
from marketplace.catalog.models import Good, Pack
from marketplace.catalog.selectors import published
from marketplace.pricing.models import PriceBreak

router = Router(tags=["goods"])


class Break(Schema):
    """From ``from_quantity`` packs on, one unit costs ``unit_price`` (major units of ``currency``, FOB)."""

    from_quantity: int
    unit_price: Decimal
    currency: str


class PackOut(Schema):
    """``content`` in the good's unit; weights in kg; ``moq`` and ``step`` in packs."""

    sku: str
    name: str
    content: Decimal
    net_kg: Decimal
    gross_kg: Decimal
    moq: int
    step: int
    availability: str
    breaks: list[Break]


class GoodOut(Schema):
    """``ordering`` is ``enquiry`` where a quota or licence comes first; ``ordering_reason`` says why."""

    sku: str
    name: str
    url: str
    description: str
    category: str
    county: str
    producer: str
    hs_code: str
    is_hs_verified: bool
    unit: str
    is_gi_protected: bool
    season_months: list[int]
    is_cold_chain: bool
    ordering: str
    ordering_reason: str
    is_illustrative: bool
    packs: list[PackOut]


class GoodsAnswer(Schema):
    """``next``: path of the next page, null on the last."""

    total: int
    next: str | None
    page: int
    size: int
    goods: list[GoodOut]


@router.get("/goods", response={200: GoodsAnswer, 400: Problem}, summary="List published goods")
def list_goods(
    request: HttpRequest,
    lang: Language = DEFAULT,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 24,
) -> dict[str, Any]:
    """Ordered by number (sku), so that a caller can walk them all. ``ETag`` says whether anything changed."""
    ensure_known(request, "page", "size")
    shown = published()
    start, total = (page - 1) * size, shown.count()
    with translation.override(lang.value):
        goods = [_shape(good) for good in _whole(shown.order_by("sku"))[start : start + size]]
    following = next_page(request, page=page, has_more=start + size < total)
    return {"total": total, "next": following, "page": page, "size": size, "goods": goods}


@router.get("/goods/{sku}", response={200: GoodOut, 400: Problem, 404: Problem}, summary="Show one good")
def show_good(
    request: HttpRequest, sku: Annotated[str, Path(max_length=15)], lang: Language = DEFAULT
) -> dict[str, Any]:
    """Answer 404 for a good that is not published, as for one that never was."""
    ensure_known(request)
    with translation.override(lang.value):
        good = _whole(published().filter(sku=sku)).first()
        if good is None:
            raise ApiRefusal(status=404, code="good_not_found", detail=_("There is no such good."))
        return _shape(good)


def _whole(goods: Any) -> Any:
    """Load everything that ``_shape`` reads: three queries, however many goods."""
    breaks = Prefetch("price_breaks", queryset=PriceBreak.objects.order_by("from_quantity"))
    packs = Prefetch("packs", queryset=Pack.objects.order_by("position").prefetch_related(breaks))
    return goods.select_related("category", "county", "producer", "unit").prefetch_related(packs)


def _shape(good: Good) -> dict[str, Any]:
    return {
        "sku": good.sku,
        "name": good.name,
        "url": reverse("storefront:good-detail", args=[good.slug]),
        "description": good.description,
        "category": good.category.code,
        "county": good.county.slug,
        "producer": good.producer.slug,
        "hs_code": good.hs_code,
        "is_hs_verified": good.is_hs_verified,
        "unit": good.unit.name,
        "is_gi_protected": good.is_gi_protected,
        "season_months": good.season_months,
        "is_cold_chain": good.is_cold_chain,
        "ordering": good.ordering,
        "ordering_reason": good.ordering_reason or "",
        "is_illustrative": good.is_illustrative,
        "packs": [_shape_pack(pack) for pack in good.packs.all()],
    }


def _shape_pack(pack: Pack) -> dict[str, Any]:
    return {
        "sku": pack.sku,
        "name": pack.name,
        "content": pack.content,
        "net_kg": pack.net_kg,
        "gross_kg": pack.gross_kg,
        "moq": pack.moq,
        "step": pack.step,
        "availability": pack.availability,
        "breaks": [
            {"from_quantity": one.from_quantity, "unit_price": one.unit_price, "currency": one.currency}
            for one in pack.price_breaks.all()
        ],
    }
