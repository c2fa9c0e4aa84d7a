"""Pictures of a good: kept under names made of their content, shown in sizes made by a task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from marketplace.catalog import acts
from marketplace.catalog.images import AcceptedImage, renditions
from marketplace.catalog.models import GoodStatus, Picture
from marketplace.catalog.services.fields import assign, columns
from marketplace.catalog.services.trace import locked_for, locked_good, save_change
from marketplace.outbox.services import enqueue

if TYPE_CHECKING:
    from marketplace.accounts.models import User

FOLDER: Final = "goods"
TEXTS: Final = columns("alt")


@transaction.atomic
def add_picture(
    *,
    good_id: int,
    image: AcceptedImage,
    texts: Mapping[str, str],
    actor: User | None,
    now: datetime,
) -> Picture:
    """Add a picture to a good, after those it has. Its sizes are made later, by a task.

    Args:
        good_id: primary key.
        image: from ``images.accept_image`` (anything from outside) or ``images.own_image``.
        texts: ``alt_zh_hans``, ``alt_vi``, ``alt_en``.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not.
        FieldsInvalid, FieldsNotEditable: a text that cannot be kept.
    """
    good = locked_for(good_id, actor=actor, act=acts.EDIT_GOOD)
    name = store(f"{FOLDER}/{image.digest}.{image.extension}", image.data)
    picture = Picture(good=good, file=name, width=image.width, height=image.height, position=good.pictures.count())
    assign(picture, texts, allowed=TEXTS)
    picture.save(force_insert=True)
    enqueue(topic="catalog.picture.added", payload={"picture_id": picture.pk}, now=now)
    save_change(
        good,
        fields=[],
        verb="good.picture.added",
        data={"picture_id": picture.pk, "file": name},
        actor=actor,
        now=now,
        is_seen=good.status == GoodStatus.PUBLISHED,
    )
    return picture


def make_renditions(*, picture_id: int, now: datetime) -> int:
    """Make every size and format of one picture and put them on the page. Twice does no harm. For the task.

    Args:
        picture_id: primary key; a picture that has gone is no error.
        now: present instant, aware UTC.
    Returns:
        How many files there are now.
    Raises:
        PictureRefused: the stored file cannot be decoded.
    """
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return 0
    with picture.file.open("rb") as file:
        data = file.read()
    stem = picture.file.name.rpartition(".")[0]
    made = [
        {
            "format": one.format,
            "width": one.width,
            "height": one.height,
            "name": store(f"{stem}-{one.width}.{one.format}", one.data),
        }
        for one in renditions(data)
    ]
    _publish_renditions(picture, made, now=now)
    return len(made)


@transaction.atomic
def _publish_renditions(picture: Picture, made: list[dict[str, object]], *, now: datetime) -> None:
    good = locked_good(picture.good_id)
    picture.renditions = made
    picture.save(update_fields=["renditions"])
    save_change(
        good,
        fields=[],
        verb="good.picture.sized",
        data={"picture_id": picture.pk, "files": len(made)},
        actor=None,
        now=now,
        is_seen=good.status == GoodStatus.PUBLISHED,
    )


def store(name: str, data: bytes) -> str:
    """Keep ``data`` under a name made of its content: the same name is the same file, and is written once."""
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))
