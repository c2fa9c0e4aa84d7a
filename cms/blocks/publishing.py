"""What follows when editors publish, unpublish, move or delete a page, or change a picture.

Wagtail's own signals are listened to here and nowhere else: it has no service that we could call, and no rule of the
business hangs on them. Each handler moves the storefront's revision and leaves a message in the outbox.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.blocks.models import MarketPage, SiteImage
from cms.blocks.pictures import is_made
from marketplace.catalog.services import bump_storefront
from marketplace.outbox.services import enqueue

PAGE_CHANGED: Final = "cms.page.changed"
IMAGE_CHANGED: Final = "cms.image.changed"


def connect() -> None:
    """Listen. Called once, when the application is ready."""
    page_published.connect(_page_changed, dispatch_uid="cms page published")
    page_unpublished.connect(_page_changed, dispatch_uid="cms page unpublished")
    post_page_move.connect(_page_moved, dispatch_uid="cms page moved")
    post_save.connect(_image_saved, sender=SiteImage, dispatch_uid="cms image saved")


@transaction.atomic
def tell(page_ids: list[int]) -> None:
    """Have these pages found anew, or not found any more, and every cached page made anew."""
    now = timezone.now()
    for page_id in page_ids:
        enqueue(topic=PAGE_CHANGED, payload={"page_id": page_id}, now=now)
    bump_storefront()


def _page_changed(instance: Any, **_: Any) -> None:
    if isinstance(instance, MarketPage):
        tell([instance.pk])


def _page_moved(instance: Any, url_path_before: str, url_path_after: str, **_: Any) -> None:
    """The address of everything below has changed too."""
    if isinstance(instance.specific, MarketPage):
        is_elsewhere = url_path_before != url_path_after
        below = (
            instance.get_descendants(inclusive=True) if is_elsewhere else instance.get_descendants(inclusive=True)[:1]
        )
        tell(list(below.values_list("pk", flat=True)))


@transaction.atomic
def _image_saved(instance: SiteImage, **_: Any) -> None:
    if not is_made(instance):
        enqueue(topic=IMAGE_CHANGED, payload={"image_id": instance.pk}, now=timezone.now())
    bump_storefront()
