"""Ten thousand goods that look like ours: names from real parts, a Zipf-shaped popularity."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction

from marketplace.catalog.models import Good, Pack, Picture
from marketplace.catalog.selectors import published
from marketplace.pricing.models import PriceBreak
from marketplace.reference.models import County

BATCH = 500


def add_synthetic_goods(*, count: int, seed: int = 20261124) -> int:
    """Copy the demonstration goods with other numbers, places and prices until ``count`` are published.

    Args:
        count: goods in the end, the demonstration goods included.
        seed: of the pseudo-random choices, so that two runs measure the same market.
    Returns:
        How many were added.
    """
    # Never for secrets: a fixed seed is the point.
    choose = random.Random(seed)
    templates = list(published().prefetch_related("packs__price_breaks", "pictures"))
    places = [template.county for template in published().select_related("county")]
    missing = count - published().count()
    for start in range(0, missing, BATCH):
        with transaction.atomic():
            _add(range(start, min(start + BATCH, missing)), templates, places, choose)
    return max(missing, 0)


def _add(numbers: range, templates: list[Good], places: Sequence[County], choose: random.Random) -> None:
    originals = [choose.choice(templates) for _ in numbers]
    goods = Good.objects.bulk_create(
        _copy(original, number, choose, choose.choice(places))
        for number, original in zip(numbers, originals, strict=True)
    )
    packs = Pack.objects.bulk_create(
        _copy_pack(pack, good)
        for good, original in zip(goods, originals, strict=True)
        for pack in original.packs.all()
    )
    sources = [pack for original in originals for pack in original.packs.all()]
    PriceBreak.objects.bulk_create(
        PriceBreak(pack=pack, from_quantity=one.from_quantity, unit_price=one.unit_price, currency=one.currency)
        for pack, source in zip(packs, sources, strict=True)
        for one in source.price_breaks.all()
    )
    Picture.objects.bulk_create(
        _copy_picture(picture, good)
        for good, original in zip(goods, originals, strict=True)
        for picture in original.pictures.all()
    )


def _copy(original: Good, number: int, choose: random.Random, county: County) -> Good:
    fields = {
        field.attname: getattr(original, field.attname)
        for field in Good._meta.concrete_fields
        if not field.primary_key
        and field.attname not in {"name", "description", "ordering_reason", "storage", "fob_place"}
    }
    lot = choose.randrange(1, 1000)
    price = (original.price_from or Decimal(1)) * choose.randrange(50, 200) / 100
    fields |= {
        "sku": f"SY-{number:06d}",
        "slug": f"{original.slug[:60]}-{number:06d}",
        "name_zh_hans": f"{county.name_zh_hans}{original.name_zh_hans} {lot}号",
        "name_vi": f"{original.name_vi} {county.name_vi} số {lot}",
        "name_en": f"{county.name_en} {original.name_en} no. {lot}",
        "county_id": county.pk,
        "price_from": price,
        "price_to": price * choose.randrange(100, 130) / 100,
        "popularity": int(10_000 / (number + 1)),
        "published_at": datetime(2026, 1 + number % 11, 1 + number % 28, tzinfo=UTC),
    }
    return Good(**fields)


def _copy_pack(original: Pack, good: Good) -> Pack:
    fields = {
        field.attname: getattr(original, field.attname)
        for field in Pack._meta.concrete_fields
        if not field.primary_key and field.attname != "name"
    }
    return Pack(**fields | {"good_id": good.pk, "sku": f"{good.sku}-{original.position}"})


def _copy_picture(original: Picture, good: Good) -> Picture:
    fields = {
        field.attname: getattr(original, field.attname)
        for field in Picture._meta.concrete_fields
        if not field.primary_key and field.attname != "alt"
    }
    return Picture(**fields | {"good_id": good.pk})
