"""Where goods come from: the counties, and the producers in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.companies.models import Company
from marketplace.companies.selectors import producer_by_slug, producers
from marketplace.kernel.languages import best_of_columns
from marketplace.reference.models import County
from marketplace.reference.selectors import county_by_slug
from marketplace.storefront import cards, revision
from marketplace.storefront.addresses import address
from marketplace.storefront.durations import lead_time
from marketplace.storefront.public import public_page
from marketplace.storefront.seasons import calendar

SHOWN: Final = 12  # goods on the page of a county or a producer; the list has them all


@require_safe
def county_list(request: HttpRequest) -> HttpResponse:
    """Show the thirteen counties and cities with what they are known for."""
    language = str(get_language())

    def make() -> dict[str, str]:
        counts = selectors.county_counts(revision=revision.current())
        rows = [
            {"county": county, "count": counts.get(county.pk, 0), "specialities": specialities(county, language)}
            for county in County.objects.order_by("code")
        ]
        trail = [{"label": gettext("Places of origin"), "url": ""}]
        return _drawn("storefront/_counties.html", {"rows": rows, "trail": trail}, title=gettext("Places of origin"))

    return public_page(request, "storefront/page.html", make, nav="counties")


@require_safe
def county_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one county: its goods and its producers."""
    language = str(get_language())

    def make() -> dict[str, str]:
        try:
            county = county_by_slug(slug)
        except County.DoesNotExist as reason:
            raise Http404 from reason
        goods = selectors.goods_of_county(county.pk, language=language, limit=SHOWN)
        context = {
            "county": county,
            "specialities": specialities(county, language),
            "cards": cards.of_cards(goods, cards.CardLook(language=language, has_first=True)),
            "total": selectors.county_counts(revision=revision.current()).get(county.pk, 0),
            "goods_url": address(reverse("storefront:goods-list"), [("county", county.slug)]),
            "producers": _producer_rows(producers(county_id=county.pk)),
            **_supply(selectors.supply_of_county(county.pk), language),
            "trail": [
                {"label": gettext("Places of origin"), "url": reverse("storefront:county-list")},
                {"label": county.name, "url": ""},
            ],
        }
        return _drawn("storefront/_county.html", context, title=county.full_name or county.name)

    return public_page(request, "storefront/page.html", make, nav="counties")


@require_safe
def producer_list(request: HttpRequest) -> HttpResponse:
    """Show every verified producer."""

    def make() -> dict[str, str]:
        counts = selectors.producer_counts(revision=revision.current())
        context = {
            "producers": _producer_rows(producers(), counts),
            "trail": [{"label": gettext("Producers"), "url": ""}],
        }
        return _drawn("storefront/_producers.html", context, title=gettext("Producers"))

    return public_page(request, "storefront/page.html", make, nav="producers")


@require_safe
def producer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one producer and its goods."""
    language = str(get_language())

    def make() -> dict[str, str]:
        try:
            producer = producer_by_slug(slug)
        except Company.DoesNotExist as reason:
            raise Http404 from reason
        goods = selectors.goods_of_producer(producer.pk, language=language, limit=SHOWN)
        name = producer.name or producer.legal_name
        context = {
            "producer": producer,
            "name": name,
            "producer_type": _type_of(producer),
            **_supply(selectors.supply_of_producer(producer.pk), language),
            "cards": cards.of_cards(goods, cards.CardLook(language=language, has_first=True)),
            "total": selectors.producer_counts(revision=revision.current()).get(producer.pk, 0),
            "goods_url": address(reverse("storefront:goods-list"), [("producer", producer.slug)]),
            "trail": [
                {"label": gettext("Producers"), "url": reverse("storefront:producer-list")},
                {"label": name, "url": ""},
            ],
        }
        return _drawn("storefront/_producer_page.html", context, title=name)

    return public_page(request, "storefront/page.html", make, nav="producers")


def specialities(county: County, language: str) -> list[str]:
    """Return what a county is known for, in ``language`` where that is known."""
    names = (best_of_columns(one, language) for one in county.specialities)
    return [name for name in names if name]


def _supply(supply: selectors.Supply, language: str) -> dict[str, Any]:
    """Return what ``_supply.html`` and ``_season.html`` show."""
    month = timezone.localtime().month
    season = calendar(supply.season_mask, month=month, language=language) if supply.season_mask else []
    return {
        "ready": lead_time((supply.lead_min_days, supply.lead_max_days)),
        "documents": supply.documents,
        "season": season,
    }


def _producer_rows(found: Iterable[Company], counts: Mapping[int, int] | None = None) -> list[dict[str, Any]]:
    """Return producers for the grid; without ``counts`` it says nothing of how many goods they have."""
    return [
        {"producer": one, "type": _type_of(one), "count": None if counts is None else counts.get(one.pk, 0)}
        for one in found
    ]


def _type_of(producer: Company) -> str:
    return str(producer.get_producer_type_display()) if producer.producer_type else ""


def _drawn(template: str, context: dict[str, Any], *, title: str) -> dict[str, str]:
    return {
        "title": title,
        "head": render_to_string("storefront/_meta.html", {"title": title, "description": _description(context)}),
        "body": render_to_string(template, context),
    }


def _description(context: dict[str, Any]) -> str:
    subject = context.get("county") or context.get("producer")
    return (subject.description if subject else "") or gettext(
        "Where the goods of Honghe come from: thirteen counties and cities in southern Yunnan, and their producers."
    )
