"""What follows when editors publish, unpublish, move, close or delete a page, or change a picture.

Wagtail's own signals are listened to here and nowhere else: it has no service that we could call, and no rule of the
business hangs on them. Each handler moves the storefront's revision and leaves a message in the outbox.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from cms.blocks.models import HOME_URL_PATH, MarketPage, SiteImage
from cms.blocks.pictures import is_made
from marketplace.catalog.errors import PictureRefused
from marketplace.catalog.images import clean_picture
from marketplace.catalog.services import bump_storefront
from marketplace.outbox.services import enqueue

PAGE_CHANGED: Final = "cms.page.changed"
IMAGE_CHANGED: Final = "cms.image.changed"
IMAGES_TO_CLEAN: Final = "cms.images.to_clean"


def connect() -> None:
    """Listen. Called once, when the application is ready."""
    page_published.connect(_page_changed, dispatch_uid="cms page published")
    page_unpublished.connect(_page_changed, dispatch_uid="cms page unpublished")
    post_page_move.connect(_page_moved, dispatch_uid="cms page moved")
    page_slug_changed.connect(_slug_changed, dispatch_uid="cms page renamed")
    for signal in (post_save, post_delete):
        signal.connect(_closed_or_opened, sender=PageViewRestriction, dispatch_uid="cms page closed or opened")
    pre_save.connect(_avatar_saved, sender=UserProfile, dispatch_uid="cms avatar saved")
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
    if not isinstance(instance.specific, MarketPage):
        return
    if url_path_before == url_path_after:
        tell([instance.pk])
    else:
        _lead_on(instance, old=url_path_before, new=url_path_after)


def _slug_changed(instance: Any, instance_before: Any, **_: Any) -> None:
    if isinstance(instance, MarketPage):
        _lead_on(instance, old=instance_before.url_path, new=instance.url_path)


def _closed_or_opened(instance: PageViewRestriction, **_: Any) -> None:
    """What is closed leaves the search and every cache, with all below it."""
    tell(list(instance.page.get_descendants(inclusive=True).values_list("pk", flat=True)))


@transaction.atomic
def _lead_on(page: Any, *, old: str, new: str) -> None:
    """Lead from the old addresses of a page and of those below it to the new ones, in every language alike.

    Wagtail's own redirects would know the language of the admin only.
    """
    pages = page.get_descendants(inclusive=True).values_list("pk", "url_path")
    moves = {pk: (_address(old + url_path.removeprefix(new)), _address(url_path)) for pk, url_path in pages}
    addresses = [address for move in moves.values() for address in move]
    Redirect.objects.filter(site=None, old_path__in=addresses, automatically_created=True).delete()
    Redirect.objects.bulk_create(
        Redirect(old_path=before, redirect_page_id=pk, automatically_created=True) for pk, (before, _) in moves.items()
    )
    tell(list(moves))


def _address(url_path: str) -> str:
    """Return the address without a language as redirects are kept."""
    normal: str = Redirect.normalise_path(f"/{url_path.removeprefix(HOME_URL_PATH)}")
    return normal


def _avatar_saved(instance: UserProfile, **_: Any) -> None:
    """Wagtail has a form of its own for the picture of an editor, and takes it with the place where it was made."""
    avatar = instance.avatar
    if not avatar or avatar._committed:
        return
    try:
        avatar.file = ContentFile(clean_picture(avatar.read()), name=avatar.name)
    except PictureRefused:
        instance.avatar = ""


@transaction.atomic
def _image_saved(instance: SiteImage, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is not None:  # Wagtail notes a hash or a focal point of the same file
        return
    if not is_made(instance):
        enqueue(topic=IMAGE_CHANGED, payload={"image_id": instance.pk}, now=timezone.now())
    bump_storefront()
