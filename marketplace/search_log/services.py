"""Count searches and clicks. Each is one row that grows; two that meet both count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from marketplace.search_log.models import ClickCount, EnginePace, Kind, QueryCount
from marketplace.search_log.privacy import kept_text
from search import pace
from search.documents import LANGUAGES

# Words of a day: whoever asks for more different things than people do is counted without them.
MOST_TEXTS: Final = 20_000
DEEPEST: Final = 1_000
KEPT_DAYS: Final = 90
TOP: Final = 3
_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page of results that somebody saw. ``q`` as typed; ``total`` hits over all pages."""

    q: str
    lang: str
    kind: Kind
    total: int
    is_degraded: bool = False


def count_search(*, look: Look, now: datetime) -> None:
    """Count a search, and write down how quickly the engine answered this process of late.

    Args:
        look: what was shown; a language that is not the site's counts nothing.
        now: present instant, aware UTC; the day and hour are the market's.
    """
    if look.lang not in LANGUAGES:
        return
    local = timezone.localtime(now)
    text = kept_text(look.q)
    if not _grow(look, local, text):
        text = text if _has_room(local.date()) else ""
        _add(look, local, text)
    _write_pace(local.date())


def _rows(look: Look, day: date, text: str) -> QuerySet[QueryCount]:
    return QueryCount.objects.filter(day=day, text=text, lang=look.lang, kind=look.kind)


def _grow(look: Look, local: datetime, text: str) -> int:
    is_zero = not look.total and not look.is_degraded
    return _rows(look, local.date(), text).update(
        times=F("times") + 1,
        zero_times=F("zero_times") + int(is_zero),
        degraded_times=F("degraded_times") + int(look.is_degraded),
        results=min(max(look.total, 0), 2**31 - 1),
        hours=F("hours").bitor(1 << local.hour),
        hour_count=F("hour_count") + 1 - F("hours").bitrightshift(local.hour).bitand(1),
    )


def _add(look: Look, local: datetime, text: str) -> None:
    try:
        with transaction.atomic():
            QueryCount.objects.create(day=local.date(), text=text, lang=look.lang, kind=look.kind)
    except IntegrityError:
        pass  # somebody else made the row meanwhile
    _grow(look, local, text)


def _has_room(day: date) -> bool:
    return QueryCount.objects.filter(day=day).count() < MOST_TEXTS


@transaction.atomic
def count_click(*, look: Look, position: int, now: datetime) -> bool:
    """Count that a result was opened, the first one of this search.

    Args:
        look: the page on which it stood.
        position: from 1, over all pages, at most ``DEEPEST``.
        now: present instant, aware UTC.
    Returns:
        Whether it counts: there cannot be more clicks than searches, whatever is sent.
    """
    if not 1 <= position <= DEEPEST:
        return False
    rows = _rows(look, timezone.localtime(now).date(), kept_text(look.q))
    grown = rows.filter(clicks__lt=F("times")).update(
        clicks=F("clicks") + 1, top_clicks=F("top_clicks") + int(position <= TOP)
    )
    if not grown:
        return False
    row, _ = ClickCount.objects.get_or_create(query=rows.get(), position=position)
    ClickCount.objects.filter(pk=row.pk).update(times=F("times") + 1)
    return True


def _write_pace(day: date) -> None:
    for (bound, is_degraded), times in pace.take().items():
        row, _ = EnginePace.objects.get_or_create(day=day, up_to_ms=bound, is_degraded=is_degraded)
        EnginePace.objects.filter(pk=row.pk).update(times=F("times") + times)


def forget(*, before: date) -> int:
    """Delete the counts of the days before one, in short transactions.

    Returns:
        How many rows of queries were deleted.
    """
    deleted = 0
    while batch := list(QueryCount.objects.filter(day__lt=before).values_list("pk", flat=True)[:_BATCH]):
        QueryCount.objects.filter(pk__in=batch).delete()
        deleted += len(batch)
    EnginePace.objects.filter(day__lt=before).delete()
    return deleted
