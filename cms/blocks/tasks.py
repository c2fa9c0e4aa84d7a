"""What the pages do after a change is committed. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from cms.blocks import services
from cms.blocks.publishing import IMAGE_CHANGED, IMAGES_TO_CLEAN, PAGE_CHANGED
from marketplace.catalog.errors import PictureRefused
from marketplace.outbox.registry import HEAVY, Refused, every, handles, handles_batch, handles_in_steps
from search import indexing

LOOK_EVERY_SECONDS: Final = 30.0


@handles_batch(PAGE_CHANGED, lane="index", size=100)
def index_pages(payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Bring the changed pages up to date in the index; those that visitors may not see leave it."""
    indexing.upsert(f"page:{payload['page_id']}" for payload in payloads)


@handles(IMAGE_CHANGED, lane=HEAVY)
def size_image(payload: Mapping[str, Any], *, now: datetime) -> None:
    """Make the sizes of a new or changed picture; one that cannot be decoded stays as it was uploaded."""
    try:
        services.make_sizes(image_id=payload["image_id"])
    except PictureRefused as refusal:
        raise Refused(f"picture {payload['image_id']}: {refusal}") from refusal


@every("cms.publish_scheduled", label=_("Publish and withdraw pages on time"), seconds=LOOK_EVERY_SECONDS)
def publish_scheduled(*, now: datetime) -> None:
    """Publish and withdraw what editors have set a time for: within half a minute of it."""
    call_command("publish_scheduled")


@handles_in_steps(IMAGES_TO_CLEAN)
def clean_images(payload: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any] | None:
    """Clean a few of the pictures of before, and say where the next few begin."""
    last = services.clean_stored(after=payload["after"], now=now)
    return None if last is None else {"after": last}
