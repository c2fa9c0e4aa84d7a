"""The one number that every visible change moves."""

from __future__ import annotations

from django.db.models import F

from marketplace.catalog.models import StorefrontRevision


def bump_storefront() -> None:
    """Tell caches that visitors would see something else now.

    Call it last in the transaction of the change: its row is shared by all writers, and is held until the commit.
    """
    if _grow():
        return
    _, is_new = StorefrontRevision.objects.get_or_create(pk=1, defaults={"value": 2})
    if not is_new:  # somebody else made the row meanwhile, for a change of theirs
        _grow()


def _grow() -> int:
    return StorefrontRevision.objects.filter(pk=1).update(value=F("value") + 1)
