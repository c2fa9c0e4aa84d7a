"""Goods with their prices, and exchange rates for display, of the demonstration market."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from marketplace.catalog import demo as catalog
from marketplace.catalog.services import publish_good, submit_good
from marketplace.kernel.demo import Say, data
from marketplace.pricing.models import ExchangeRate
from marketplace.pricing.services import change_prices


def load(say: Say, *, now: datetime) -> None:
    """Add goods and exchange rates that are missing."""
    _load_goods(say, now=now)
    _load_rates(say)


def _load_goods(say: Say, *, now: datetime) -> None:
    """Add the goods that are missing, each with packs, prices and picture in one transaction; publish those to be
    shown.
    """
    rows = catalog.missing_goods()
    codes = catalog.read_codes()
    for count, row in enumerate(rows, start=1):
        _add(row, codes, now=now)
        if count % 10 == 0 and count < len(rows):
            say("goods", count)
    say("goods", len(rows))


@transaction.atomic
def _add(row: dict[str, Any], codes: catalog.Codes, *, now: datetime) -> None:
    good, packs = catalog.add_good(row, codes, now=now)
    for pack, pack_row in packs:
        breaks = [(one["from"], Decimal(one["unit_price"])) for one in pack_row["breaks"]]
        change_prices(pack_id=pack.pk, breaks=breaks, currency=row["currency"], actor=None, now=now)
    if row["published"]:
        submit_good(good_id=good.pk, actor=None, now=now)
        publish_good(good_id=good.pk, actor=None, now=now)


@transaction.atomic
def _load_rates(say: Say) -> None:
    """Add the illustrative exchange rates that are missing."""
    known = set(ExchangeRate.objects.values_list("base", "quote", "as_of"))
    rows = [
        ExchangeRate(
            base=row["base"],
            quote=row["quote"],
            rate=Decimal(row["rate"]),
            as_of=date.fromisoformat(row["as_of"]),
            source=row["source"],
        )
        for row in data("demo")["exchange"]["rates"]
    ]
    missing = [row for row in rows if (row.base, row.quote, row.as_of) not in known]
    ExchangeRate.objects.bulk_create(missing)
    say("exchange rates", len(missing))
