"""What the pages do after a change is committed. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cms.blocks import services
from cms.blocks.publishing import IMAGE_CHANGED, PAGE_CHANGED
from marketplace.catalog.errors import PictureRefused
from marketplace.outbox.registry import Refused, handles, handles_batch
from search import indexing


@handles_batch(PAGE_CHANGED, lane="index", size=100)
def index_pages(payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Bring the changed pages up to date in the index; those that visitors may not see leave it."""
    indexing.upsert(f"page:{payload['page_id']}" for payload in payloads)


@handles(IMAGE_CHANGED, lane="pictures")
def size_image(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Make the sizes of a new or changed picture; one that cannot be decoded stays as it was uploaded."""
    try:
        services.make_sizes(image_id=payload["image_id"])
    except PictureRefused as refusal:
        raise Refused(f"picture {payload['image_id']}: {refusal}") from refusal
