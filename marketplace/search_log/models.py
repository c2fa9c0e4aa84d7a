"""What is searched for, as counts of a day. Nothing in here knows who searched. The tables bear the name of the
package in which they were made.

Source: docs/adr/0017-searches-are-counted-without-their-people.md
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from search.documents import LANGUAGES

MAX_TEXT: Final = 80
_ALL_HOURS: Final = 1 << 24


class Kind(models.TextChoices):
    """Words alone, or words with filters, another order or a later page: of the latter an empty answer says little."""

    SEARCH = "search"
    REFINED = "refined"


class QueryCount(models.Model):
    """One text in one language on one day. ``text`` is in normal form; empty: all that is not kept by its words.

    ``results``: of the last answer. ``hours``: bit n is set when it was searched for in hour n of the day, and
    ``hour_count`` says how many are. ``clicks``: searches in which a result was opened; ``top_clicks``: one of the
    first three.
    """

    day = models.DateField()
    text = models.CharField(max_length=MAX_TEXT, blank=True)
    lang = models.CharField(max_length=8)
    kind = models.CharField(max_length=8, choices=Kind)
    times = models.PositiveIntegerField(default=0)
    zero_times = models.PositiveIntegerField(default=0)
    degraded_times = models.PositiveIntegerField(default=0)
    results = models.PositiveIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0)
    hour_count = models.PositiveSmallIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    top_clicks = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "query_log_querycount"
        constraints = (
            models.UniqueConstraint(fields=["day", "text", "lang", "kind"], name="query_count_unique_per_day"),
            models.CheckConstraint(condition=Q(lang__in=LANGUAGES), name="query_count_language_is_ours"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="query_count_kind_is_known"),
            models.CheckConstraint(
                condition=Q(zero_times__lte=F("times") - F("degraded_times")), name="query_count_zero_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(clicks__lte=F("times"), top_clicks__lte=F("clicks")), name="query_count_clicks_are_a_part"
            ),
            models.CheckConstraint(
                condition=Q(hours__lt=_ALL_HOURS, hour_count__lte=24), name="query_count_day_has_24_hours"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.lang} {self.text} {self.times}"


class ClickCount(models.Model):
    """How often the first result that was opened stood at ``position``, counted from 1 over all pages."""

    query = models.ForeignKey(QueryCount, on_delete=models.CASCADE, related_name="positions")
    position = models.PositiveIntegerField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "query_log_clickcount"
        constraints = (
            models.UniqueConstraint(fields=["query", "position"], name="click_count_unique_per_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="click_position_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.query_id} #{self.position} {self.times}"


class EnginePace(models.Model):
    """How many questions the engine answered within ``up_to_ms`` and not within the next lower bound.

    ``is_degraded``: it could not be asked, and this is how long it took to find that out.
    """

    day = models.DateField()
    up_to_ms = models.PositiveIntegerField()
    is_degraded = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "query_log_enginepace"
        constraints = (
            models.UniqueConstraint(fields=["day", "up_to_ms", "is_degraded"], name="engine_pace_unique_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} ≤ {self.up_to_ms} ms {self.times}"
