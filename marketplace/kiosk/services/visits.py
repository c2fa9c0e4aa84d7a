"""A visit begins, is seen, and is forgotten: by the screen, by the next visitor, or by itself."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from marketplace.kiosk.models import KioskVisit
from marketplace.orders.services.basket import forget_baskets, new_token

# A page and its pictures are one sign of life: not a write for each of them.
SEEN_EVERY: Final = timedelta(seconds=5)
FORGOTTEN_AT_ONCE: Final = 200


def idle_limit() -> timedelta:
    """Return after how long without a sign a visit is over.

    The screen wipes after ``KIOSK_REST_SECONDS`` and tells of touches every ``KIOSK_TOUCH_SECONDS`` at most; five
    seconds are for the way.
    """
    return timedelta(seconds=settings.KIOSK_REST_SECONDS + settings.KIOSK_TOUCH_SECONDS + 5)


@transaction.atomic
def begin(*, language: str, instead_of: str, now: datetime) -> str:
    """Begin a visit; nothing of the one before is left.

    Args:
        language: code of the settings.
        instead_of: secret of the visit that this screen had, or nothing.
        now: present instant, aware UTC.
    Returns:
        The secret for the screen's cookie: 43 characters, 256 bits.
    """
    forget(key=instead_of)
    key = secrets.token_urlsafe(32)
    KioskVisit.objects.create(
        key_digest=_digest(key), language=language, basket_token=new_token(), begun_at=now, seen_at=now
    )
    return key


def look_up(*, key: str, now: datetime) -> KioskVisit | None:
    """Return the visit of a screen and note that it was seen; None once it is over (1 query, 2 every five seconds)."""
    visit = KioskVisit.objects.filter(key_digest=_digest(key)).first() if key else None
    if visit is None:
        return None
    if visit.seen_at < now - idle_limit():
        forget(key=key)
        return None
    if visit.seen_at < now - SEEN_EVERY:
        KioskVisit.objects.filter(pk=visit.pk, seen_at__lt=now).update(seen_at=now)
        visit.seen_at = now
    return visit


def keep_handed(*, visit: KioskVisit, code: str) -> None:
    """Remember which list this visit handed over, for its QR code."""
    visit.handed_code = code
    visit.save(update_fields=["handed_code"])


@transaction.atomic
def forget(*, key: str) -> None:
    """Forget a visit and its list. What was handed over to a phone lives on there; a second call is no error."""
    if key:
        _forget(list(KioskVisit.objects.select_for_update().filter(key_digest=_digest(key))))


@transaction.atomic
def forget_idle(*, now: datetime) -> int:
    """Forget the visits that showed no sign of life for ``idle_limit()``; return how many (200 at most)."""
    idle = KioskVisit.objects.select_for_update(skip_locked=_can_skip()).filter(seen_at__lt=now - idle_limit())
    found = list(idle.order_by("pk")[:FORGOTTEN_AT_ONCE])
    _forget(found)
    return len(found)


def _forget(visits: Sequence[KioskVisit]) -> None:
    forget_baskets(tokens=[visit.basket_token for visit in visits])
    KioskVisit.objects.filter(pk__in=[visit.pk for visit in visits]).delete()


def _can_skip() -> bool:
    return bool(connection.features.has_select_for_update_skip_locked)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
