"""Categories and goods of the demonstration market, written by the same services as people's. What is there stays
as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from marketplace.catalog import services
from marketplace.catalog.images import own_image
from marketplace.catalog.models import Category, Good, Pack, season_mask
from marketplace.companies.models import Company
from marketplace.kernel.demo import Say, by_column, data, picture, translated
from marketplace.reference.models import County, Unit


@dataclass(frozen=True, slots=True)
class Codes:
    """The primary keys behind the codes of the data."""

    producers: dict[str, int]
    categories: dict[str, int]
    counties: dict[str, int]
    units: dict[str, int]


def read_codes() -> Codes:
    """Return the keys of what goods refer to. Four queries."""
    return Codes(
        producers=dict(Company.objects.values_list("slug", "pk")),
        categories=dict(Category.objects.values_list("code", "pk")),
        counties=dict(County.objects.values_list("code", "pk")),
        units=dict(Unit.objects.values_list("code", "pk")),
    )


@transaction.atomic
def load(say: Say, *, now: datetime) -> None:
    """Add the categories that are missing, parents first. Goods come with their prices: ``pricing.demo``."""
    known = dict(Category.objects.values_list("code", "pk"))
    rows = [row for row in data("categories")["categories"] if row["code"] not in known]
    for row in sorted(rows, key=lambda row: row["parent"] is not None):
        category = Category.objects.create(
            code=row["code"],
            parent_id=known[row["parent"]] if row["parent"] else None,
            **translated(row, "", "name"),
            hs_headings=row["hs_headings"],
            position=row["sort"],
        )
        known[category.code] = category.pk
    if rows:
        services.bump_storefront()
    say("categories", len(rows))


def missing_goods() -> list[dict[str, Any]]:
    """Return the rows of the goods that are not there yet."""
    known = set(Good.objects.values_list("sku", flat=True))
    return [row for row in data("goods")["goods"] if row["sku"] not in known]


def add_good(row: dict[str, Any], codes: Codes, *, now: datetime) -> tuple[Good, list[tuple[Pack, dict[str, Any]]]]:
    """Write one good as a draft with its picture and packs; return it and each pack with its row, for the prices."""
    trade = data("trade")["goods"][row["sku"]]
    good = services.create_good(
        sku=row["sku"],
        slug=trade["slug"],
        producer_id=codes.producers[row["producer_id"]],
        category_id=codes.categories[row["category"]],
        county_id=codes.counties[row["county_code"]],
        unit_id=codes.units[row["unit_code"]],
        texts=_texts(row, trade),
        facts=_facts(row, trade),
        documents=row["flags"],
        actor=None,
        now=now,
    )
    _add_picture(good, now=now)
    packs = [(_add_pack(good, place, pack, now=now), pack) for place, pack in enumerate(trade["packs"])]
    return good, packs


def _texts(row: dict[str, Any], trade: dict[str, Any]) -> dict[str, str]:
    place = {f"fob_place_{short}": text for short, text in trade["fob_place"].items()}
    return {
        **translated(row, "name", "name"),
        **translated(row, "desc", "description"),
        **translated(trade, "storage", "storage"),
        **translated(trade, "ordering_reason", "ordering_reason"),
        **translated(place, "fob_place", "fob_place"),
    }


def _facts(row: dict[str, Any], trade: dict[str, Any]) -> dict[str, Any]:
    """The facts of one good. Its HS code stays unverified: the data say themselves that customs have not confirmed
    it.
    """
    coldest, warmest = trade["storage_c"] or (None, None)
    quickest, slowest = trade["lead_time_days"]
    attributes = [by_column(one) for one in trade["attributes"]]
    return {
        "hs_code": row["hs_code"],
        "origin_country": row["origin_country"],
        "is_gi_protected": trade["gi_protected"],
        "ordering": trade["ordering"],
        "season_mask": season_mask(trade["season_months"]),
        "is_cold_chain": trade["cold_chain"],
        "storage_min_c": coldest,
        "storage_max_c": warmest,
        "shelf_life_days": trade["shelf_life_days"],
        "lead_time_min_days": quickest,
        "lead_time_max_days": slowest,
        "attributes": attributes,
        "is_illustrative": True,
    }


def _add_picture(good: Good, *, now: datetime) -> None:
    row = data("pictures/pictures")["goods"][good.sku]
    image = own_image(picture(row["file"]))
    services.add_picture(good_id=good.pk, image=image, texts=translated(row, "alt", "alt"), actor=None, now=now)


def _add_pack(good: Good, position: int, row: dict[str, Any], *, now: datetime) -> Pack:
    length, width, height = (Decimal(side) for side in row["carton_cm"])
    return services.add_pack(
        good_id=good.pk,
        suffix=row["suffix"],
        position=position,
        texts=translated(row, "name", "name"),
        content=Decimal(row["content"]),
        net_kg=Decimal(row["net_kg"]),
        gross_kg=Decimal(row["gross_kg"]),
        measures_cm=(length, width, height),
        per_pallet=row["cartons_per_pallet"],
        moq=row["moq"],
        step=row["step"],
        actor=None,
        now=now,
    )
