"""What the catalogue does after a change is committed. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.catalog import services
from marketplace.catalog.announcements import announce
from marketplace.catalog.errors import PictureRefused
from marketplace.catalog.models import Good
from marketplace.outbox.registry import HEAVY, Refused, at_start, handles, handles_batch
from search import analysis, indexing


@at_start("dictionaries of the search", lane="index")
def load_dictionaries() -> None:
    """Load them when the worker starts: the first good that is published does not wait for that second."""
    analysis.warm()


@handles_batch("catalog.good.changed", lane="index", size=200)
def index_goods(payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Bring the changed goods up to date in the index; those that visitors may not see leave it."""
    _write([f"good:{payload['sku']}" for payload in payloads], now=now)


@handles("catalog.goods.restated", lane="index")
def index_restated_goods(payload: Mapping[str, Any], *, now: datetime) -> None:
    """A new rate changed what these goods are worth: the search sorts them anew. It is no news for saved searches."""
    indexing.upsert([f"good:{sku}" for sku in payload["skus"]])


@handles_batch("companies.company.changed", lane="index", size=20)
def show_or_hide_producers(payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """A company was verified or suspended: pages change at once, and so does what the search finds of it."""
    with transaction.atomic():
        services.bump_storefront()
    company_ids = {payload["company_id"] for payload in payloads}
    skus = Good.objects.filter(producer_id__in=company_ids).values_list("sku", flat=True)
    slugs = dict.fromkeys(payload["slug"] for payload in payloads)
    _write([*(f"producer:{slug}" for slug in slugs), *(f"good:{sku}" for sku in skus)], now=now)


def _write(ids: Sequence[str], *, now: datetime) -> None:
    """Bring the index up to date, then tell the rooms above what changed."""
    indexing.upsert(ids)
    announce(ids=ids, now=now)


@handles("catalog.picture.added", lane=HEAVY)
def size_picture(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Make the sizes of a new picture; one that cannot be decoded stays as it is and shows up as a dead letter."""
    try:
        services.make_renditions(picture_id=payload["picture_id"], now=now)
    except PictureRefused as refusal:
        raise Refused(refusal.reason) from refusal
