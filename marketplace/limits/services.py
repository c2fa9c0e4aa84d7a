"""Count in the database: exact whatever number of processes ask at once, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from marketplace.limits.errors import LimitReached
from marketplace.limits.models import Counter
from marketplace.limits.rates import MICROSECONDS, Rate, Verdict, verdict


def consume(*, rate: Rate, who: str, now: datetime) -> Verdict:
    """Count one request, unless the caller has used her quota up.

    One conditional UPDATE decides, so that of two that come at once neither is counted for nothing and neither slips
    through. Outside a transaction it holds whatever becomes of the request.

    Args:
        rate: what the caller is held to.
        who: ``account:7``, ``address:192.0.2.1`` …: whoever shares it shares the quota. Only a digest is kept.
        now: present instant, aware UTC.
    """
    instant, key = _microseconds(now), _key(rate, who)
    if not settings.LIMITS_ENABLED:
        return verdict(rate, full_at=instant, now=instant, is_allowed=True)
    is_allowed = _add(rate, key, instant) or _begin(rate, key, instant)
    full_at = Counter.objects.filter(pk=key).values_list("full_at", flat=True).first()
    return verdict(rate, full_at=instant if full_at is None else full_at, now=instant, is_allowed=is_allowed)


def require(*, rate: Rate, who: str, now: datetime) -> Verdict:
    """Count one request as ``consume`` does.

    Raises:
        LimitReached: the quota is used up.
    """
    found = consume(rate=rate, who=who, now=now)
    if not found.is_allowed:
        raise LimitReached(found)
    return found


def give_back(*, rate: Rate, who: str) -> None:
    """Take back one that was counted: it was none of those that the rate is about."""
    Counter.objects.filter(pk=_key(rate, who), full_at__gt=rate.interval).update(full_at=F("full_at") - rate.interval)


def prune(*, now: datetime) -> int:
    """Delete the counters that say nothing any more; return how many."""
    deleted, _ = Counter.objects.filter(full_at__lt=_microseconds(now)).delete()
    return deleted


def _add(rate: Rate, key: str, now: int) -> bool:
    allowed = Counter.objects.filter(pk=key, full_at__lte=now + rate.latest)
    return bool(allowed.update(full_at=Greatest(F("full_at"), Value(now)) + rate.interval))


def _begin(rate: Rate, key: str, now: int) -> bool:
    """Begin to count. Where another process has just done so, there is one row and it decides."""
    with transaction.atomic():
        _, is_new = Counter.objects.get_or_create(pk=key, defaults={"full_at": now + rate.interval})
    return is_new or _add(rate, key, now)


def _microseconds(instant: datetime) -> int:
    return int(instant.timestamp() * MICROSECONDS)


def _key(rate: Rate, who: str) -> str:
    # Keyed with the site's secret: from a digest of an address alone the address could be tried out.
    digest = hashlib.blake2b(f"{rate.name}:{who}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=20)
    return digest.hexdigest()
