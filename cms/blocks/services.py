"""Pictures of pages in the sizes that are shown."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from cms.blocks.models import SiteImage
from cms.blocks.pictures import is_made
from marketplace.catalog.errors import PictureRefused
from marketplace.catalog.images import clean_picture, renditions
from marketplace.catalog.services import bump_storefront
from marketplace.catalog.services.pictures import store

FOLDER = "scenes"
logger = logging.getLogger(__name__)
CHUNK = 10  # pictures: well within a message's lease


def clean_stored(*, after: int, now: datetime) -> int | None:
    """Take everything but the pixels out of stored pictures that came in before that was done at the door.

    Args:
        after: primary key of the last picture that was looked at; 0 to begin.
        now: present instant, aware UTC.
    Returns:
        The key to go on after, or None when all have been looked at. Twice does no harm.
    """
    images = list(SiteImage.objects.filter(pk__gt=after).order_by("pk")[:CHUNK])
    for image in images:
        _clean(image, now=now)
    return images[-1].pk if len(images) == CHUNK else None


def _clean(image: SiteImage, *, now: datetime) -> None:
    storage, before = image.file.storage, image.file.name
    try:
        with storage.open(before, "rb") as file:
            data = file.read()
        cleaned = clean_picture(data)
    except (OSError, PictureRefused):
        logger.warning("picture %s cannot be read; it is left as it is", image.pk)
        return
    if cleaned == data:
        return
    image.file = storage.save(before, ContentFile(cleaned))  # under another name; sizes are read from it
    image._set_image_file_metadata()
    image.file.close()
    with transaction.atomic():
        image.made = {}
        image.save()
        image.renditions.all().delete()
        transaction.on_commit(lambda: storage.delete(before))
    logger.info("picture %s was cleaned at %s", image.pk, now)


def make_sizes(*, image_id: int) -> int:
    """Make every size and format of a picture and put them on its row. Twice does no harm. For the task.

    Args:
        image_id: primary key; a picture that has gone is no error.
    Returns:
        How many files were made; 0 when those of the present file were there.
    Raises:
        PictureRefused: the stored file cannot be decoded.
    """
    image = SiteImage.objects.filter(pk=image_id).first()
    if image is None or is_made(image):
        return 0
    digest = image.get_file_hash()
    with image.file.open("rb") as file:
        data = file.read()
    files = [
        {
            "format": one.format,
            "width": one.width,
            "height": one.height,
            "name": store(f"{FOLDER}/{digest[:24]}-{one.width}.{one.format}", one.data),
        }
        for one in renditions(data)
    ]
    with transaction.atomic():
        SiteImage.objects.filter(pk=image_id, file_hash=digest).update(made={"of": digest, "files": files})
        bump_storefront()
    return len(files)
