"""What operators see of the searches: counts, and words only where several people may have typed them.

Source: docs/adr/0017-searches-are-counted-without-their-people.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, QuerySet, Sum

from marketplace.search_log.models import ClickCount, EnginePace, Kind, QueryCount

# Words searched for in fewer different hours of the period are shown only as a number.
LEAST_HOURS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From ``since`` to ``until``, both included; ``lang`` empty: all languages."""

    since: date
    until: date
    lang: str = ""

    @property
    def rows(self) -> QuerySet[QueryCount]:
        rows = QueryCount.objects.filter(day__range=(self.since, self.until))
        return rows.filter(lang=self.lang) if self.lang else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of some searches. Shares are 0 to 1. ``mean`` (to a tenth) and ``median``: positions, None without a click."""

    times: int = 0
    zero_times: int = 0
    degraded_times: int = 0
    clicks: int = 0
    top_clicks: int = 0
    mean: float | None = None
    median: float | None = None

    @property
    def zero_share(self) -> float:
        return self.zero_times / self.times if self.times else 0.0

    @property
    def click_share(self) -> float:
        return self.clicks / self.times if self.times else 0.0

    @property
    def top_share(self) -> float:
        return self.top_clicks / self.times if self.times else 0.0


@dataclass(frozen=True, slots=True)
class QueryRow:
    text: str
    lang: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Rare:
    """What is shown as numbers alone: ``texts`` too rare to be named, and searches whose words are not kept."""

    texts: int
    times: int
    unkept_times: int


Sums = Mapping[str, object]


def overall(period: Period) -> Figures:
    """Return the figures of all searches of a period. Two queries."""
    positions = _positions(ClickCount.objects.filter(query__in=period.rows), ())
    sums = period.rows.aggregate(
        sum_times=Sum("times", default=0),
        sum_zero=Sum("zero_times", default=0),
        sum_degraded=Sum("degraded_times", default=0),
        sum_clicks=Sum("clicks", default=0),
        sum_top=Sum("top_clicks", default=0),
    )
    return _figures(sums, positions.get((), {}))


def by_language(period: Period) -> list[QueryRow]:
    """Return the figures of each language, most searched first. Two queries."""
    rows = period.rows.values("lang").annotate(
        sum_times=Sum("times"),
        sum_zero=Sum("zero_times"),
        sum_degraded=Sum("degraded_times"),
        sum_clicks=Sum("clicks"),
        sum_top=Sum("top_clicks"),
    )
    positions = _positions(ClickCount.objects.filter(query__in=period.rows), ("query__lang",))
    return [
        QueryRow("", row["lang"], _figures(row, positions.get((row["lang"],), {})))
        for row in rows.order_by("-sum_times", "lang")
    ]


def by_day(period: Period) -> dict[date, tuple[int, int]]:
    """Return (searches, those without a result) of each day that has any. One query."""
    rows = period.rows.values("day").annotate(sum_times=Sum("times"), sum_zero=Sum("zero_times"))
    return {row["day"]: (row["sum_times"], row["sum_zero"]) for row in rows.order_by("day")}


def top_queries(period: Period, *, limit: int) -> list[QueryRow]:
    """Return what is searched for most. Two queries."""
    return _query_rows(period, _named(period.rows, "-sum_times", limit))


def queries_without_results(period: Period, *, limit: int) -> list[QueryRow]:
    """Return the words alone, without filters, that found nothing most often. Two queries."""
    rows = _named(period.rows.filter(kind=Kind.SEARCH), "-sum_zero", limit)
    return _query_rows(period, [row for row in rows if row["sum_zero"]])


def rare(period: Period) -> Rare:
    """Return how much is not shown by its words. Two queries."""
    unkept = period.rows.filter(text="").aggregate(times=Sum("times", default=0))["times"]
    groups = (
        period.rows.exclude(text="")
        .values("text", "lang")
        .annotate(sum_times=Sum("times"), sum_hours=Sum("hour_count"))
        .filter(sum_hours__lt=LEAST_HOURS)
    )
    hidden = groups.aggregate(texts=Count("*"), times=Sum("sum_times", default=0))
    return Rare(hidden["texts"], hidden["times"], unkept)


def pace(period: Period) -> list[tuple[int, bool, int]]:
    """Return (bound in ms, whether degraded, how many answers), from the quickest. One query."""
    rows = EnginePace.objects.filter(day__range=(period.since, period.until)).values_list("up_to_ms", "is_degraded")
    return list(rows.annotate(sum_times=Sum("times")).order_by("is_degraded", "up_to_ms"))


def _named(rows: QuerySet[QueryCount], order: str, limit: int) -> list[Sums]:
    """Return the sums of the texts that may be shown, the first of an order."""
    found = (
        rows.exclude(text="")
        .values("text", "lang")
        .annotate(
            sum_times=Sum("times"),
            sum_zero=Sum("zero_times"),
            sum_degraded=Sum("degraded_times"),
            sum_clicks=Sum("clicks"),
            sum_top=Sum("top_clicks"),
            sum_hours=Sum("hour_count"),
        )
        .filter(sum_hours__gte=LEAST_HOURS)
    )
    return list(found.order_by(order, "text", "lang")[:limit])


def _query_rows(period: Period, found: Sequence[Sums]) -> list[QueryRow]:
    clicks = ClickCount.objects.filter(query__in=period.rows, query__text__in=[row["text"] for row in found])
    positions = _positions(clicks, ("query__text", "query__lang"))
    return [
        QueryRow(str(row["text"]), str(row["lang"]), _figures(row, positions.get((row["text"], row["lang"]), {})))
        for row in found
    ]


def _positions(clicks: QuerySet[ClickCount], by: tuple[str, ...]) -> dict[tuple[object, ...], dict[int, int]]:
    """Return {group: {position: clicks}}, positions ascending."""
    found: dict[tuple[object, ...], dict[int, int]] = {}
    rows = clicks.values_list(*by, "position").annotate(sum_times=Sum("times")).order_by("position")
    for *group, position, times in rows:
        found.setdefault(tuple(group), {})[position] = times
    return found


def _figures(sums: Sums, positions: Mapping[int, int]) -> Figures:
    count = sum(positions.values())
    return Figures(
        times=_number(sums["sum_times"]),
        zero_times=_number(sums["sum_zero"]),
        degraded_times=_number(sums["sum_degraded"]),
        clicks=_number(sums["sum_clicks"]),
        top_clicks=_number(sums["sum_top"]),
        mean=round(sum(at * times for at, times in positions.items()) / count, 1) if count else None,
        median=_median(positions, count) if count else None,
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _median(positions: Mapping[int, int], count: int) -> float:
    """Return the middle position, or the mean of the two in the middle."""
    low, high = (count - 1) // 2, count // 2
    found, before = list[int](), 0
    for position, times in positions.items():
        found += [position for at in (low, high) if before <= at < before + times]
        before += times
    return sum(found) / len(found)
