"""Pictures of pages in the sizes that are shown."""

from __future__ import annotations

from django.db import transaction

from cms.blocks.models import SiteImage
from cms.blocks.pictures import is_made
from marketplace.catalog.images import renditions
from marketplace.catalog.services import bump_storefront
from marketplace.catalog.services.pictures import store

FOLDER = "scenes"


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
