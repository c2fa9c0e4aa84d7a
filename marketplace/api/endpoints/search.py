"""Search and suggestions."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from marketplace.api.asking import ensure_known, ensure_values, next_page, query_parameter
from marketplace.api.errors import ApiRefusal, Problem
from marketplace.api.languages import DEFAULT, Language
from search import querying
from search.highlighting import highlight
from search.querying import SearchFilters

router = Router(tags=["search"])
# The deepest hit that a list is paged to; the engines bound it too.
DEEPEST = 1_000


class Hit(Schema):
    """``sku`` is the good's, empty for other types; ``url`` is a path on this site."""

    type: str
    sku: str
    name: str
    url: str


class Facets(Schema):
    """How many hits each value would give; a facet ignores its own filter. Prices: the lowest and highest, USD."""

    category: dict[str, int]
    county: dict[str, int]
    producer: dict[str, int]
    type: dict[str, int]
    in_season: int
    gi: int
    cold_chain: int
    price_min: Decimal | None
    price_max: Decimal | None


class SearchAnswer(Schema):
    """``degraded``: the engine could not answer in full. ``partial``: no good had all words, these come closest.
    ``unsold``: nobody sells what was asked for; the hits come close to it or mention it.
    """

    total: int
    next: str | None
    page: int
    size: int
    hits: list[Hit]
    facets: Facets
    suggestions: list[str]
    did_you_mean: str
    degraded: bool
    partial: bool
    unsold: bool


class Part(Schema):
    """A part of a name; ``is_match``: it is what was typed."""

    text: str
    is_match: bool


class Suggestion(Schema):
    """``parts`` joined are ``name``."""

    type: str
    name: str
    parts: list[Part]
    url: str
    sku: str


class SuggestAnswer(Schema):
    suggestions: list[Suggestion]


# Read by ``SearchFilters`` from the query itself.
_FILTERS = [
    query_parameter("type", "Repeatable: good, category, county, producer …", type="array", items={"type": "string"}),
    query_parameter("category", "Repeatable: codes.", type="array", items={"type": "string"}),
    query_parameter("county", "Repeatable: addresses.", type="array", items={"type": "string"}),
    query_parameter("producer", "Repeatable: addresses.", type="array", items={"type": "string"}),
    query_parameter("in_season", "1: what is in season.", type="string"),
    query_parameter("gi", "1: with a protected geographical indication.", type="string"),
    query_parameter("cold_chain", "1: needs the cold chain.", type="string"),
    query_parameter("price_min", "At least, USD a unit.", type="string"),
    query_parameter("price_max", "At most, USD a unit.", type="string"),
]
_KNOWN = ("q", "page", "size", "month", "sort", *(one["name"] for one in _FILTERS))


@router.get(
    "/search",
    response={200: SearchAnswer, 400: Problem, 404: Problem},
    summary="Search goods and pages",
    openapi_extra={"parameters": _FILTERS},
)
def search(
    request: HttpRequest,
    q: str = "",
    lang: Language = DEFAULT,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 24,
    month: Annotated[int | None, Query(ge=1, le=12)] = None,
    sort: str = "relevance",
) -> dict[str, Any]:
    """Filters: category, county, producer (repeatable), in_season, gi, cold_chain, price_min, price_max (USD).

    A value that cannot be read is refused (400 ``filter_value_not_valid``, ``data.parameter``, ``data.allowed``).
    ``month`` (1 to 12) finds what is in season then; ``in_season`` without it speaks of the present month.
    """
    ensure_known(request, *_KNOWN)
    ensure_values(request, sorts=querying.SORTS)
    if page * size > DEEPEST:
        raise ApiRefusal(
            status=404, code="page_out_of_range", detail=_("There is no such page. Narrow the search instead.")
        )
    filters = SearchFilters.parse(request.GET, month=month or timezone.localdate().month)
    filters = replace(filters, in_season=filters.in_season or month is not None)
    result = querying.search(q=q, lang=lang.value, filters=filters, sort=sort, page=page, size=size)
    facets = asdict(result.facets)
    return {
        "total": result.total,
        "next": next_page(request, page=page, has_more=page * size < result.total and (page + 1) * size <= DEEPEST),
        "page": result.page,
        "size": result.size,
        "hits": [{"type": hit.type, "sku": hit.sku, "name": hit.name, "url": hit.url} for hit in result.hits],
        "facets": {name: facets[name] for name in Facets.model_fields},
        "suggestions": [suggestion.text for suggestion in result.suggestions],
        "did_you_mean": result.did_you_mean,
        "degraded": result.degraded,
        "partial": result.partial,
        "unsold": result.unsold,
    }


@router.get("/suggest", response={200: SuggestAnswer, 400: Problem}, summary="Suggest while typing")
def suggest(
    request: HttpRequest,
    q: str = "",
    lang: Language = DEFAULT,
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> dict[str, Any]:
    """Goods, categories, producers and counties whose names begin like ``q``."""
    ensure_known(request, "q", "limit")
    found = querying.suggest(q=q, lang=lang.value, limit=limit)
    return {"suggestions": [_suggestion(one, q=q, lang=lang.value) for one in found]}


def _suggestion(one: querying.Suggestion, *, q: str, lang: str) -> dict[str, Any]:
    parts = highlight(q=q, text=one.text, lang=lang, typing=True)
    return {
        "type": one.type,
        "name": one.text,
        "parts": [asdict(part) for part in parts],
        "url": one.url,
        "sku": one.sku,
    }
