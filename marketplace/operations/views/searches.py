"""What is searched for and what it leads to, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.kernel.languages import language_of
from marketplace.operations.access import for_operators
from marketplace.operations.charts import day_chart
from marketplace.search_log import selectors
from marketplace.search_log.selectors import LEAST_HOURS, Period, QueryRow
from marketplace.search_log.services import KEPT_DAYS
from search.documents import LANGUAGES
from search.pace import BOUNDS_MS, LONGER_MS

DAYS: Final = (7, 30, KEPT_DAYS)
MOST_ROWS: Final = 50


@for_operators("catalog.view_good")
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """Show the searches of a period. ``days`` and ``lang`` choose; anything else means the first choice."""
    typed = request.GET.get("days", "")
    days = next((days for days in DAYS if str(days) == typed), DAYS[0])
    lang = next((lang for lang in LANGUAGES if lang == request.GET.get("lang")), "")
    today = timezone.localdate()
    period = Period(since=today - timedelta(days=days - 1), until=today, lang=lang)
    context = {
        "figures": selectors.overall(period),
        "chart": day_chart(selectors.by_day(period), since=period.since, until=period.until),
        "languages": [
            (language_of(row.lang).full_name, row.lang, row.figures) for row in selectors.by_language(period)
        ],
        "top": _with_shares(selectors.top_queries(period, limit=MOST_ROWS)),
        "empty": _with_shares(selectors.queries_without_results(period, limit=MOST_ROWS)),
        "rare": selectors.rare(period),
        "least_hours": LEAST_HOURS,
        "pace": _pace(period),
        "period_choices": [(value, value == days) for value in DAYS],
        "language_choices": [
            ("", _("All languages"), not lang),
            *((one, language_of(one).full_name, one == lang) for one in LANGUAGES),
        ],
        "days": days,
        "lang": lang,
    }
    return render(request, "operations/searches.html", context)


def _with_shares(rows: Sequence[QueryRow]) -> list[tuple[QueryRow, int]]:
    """Return each row with how often it was searched for, in percent of the most frequent one."""
    most = max((row.figures.times for row in rows), default=1)
    return [(row, round(100 * row.figures.times / most)) for row in rows]


def _pace(period: Period) -> list[dict[str, Any]]:
    """Return how many answers took how long, a row a bound, with the share of all that were at least as quick."""
    rows = selectors.pace(period)
    whole, so_far = sum(times for _, is_degraded, times in rows if not is_degraded), 0
    found: list[dict[str, Any]] = []
    for bound, is_degraded, times in rows:
        so_far += 0 if is_degraded else times
        label = (
            _("longer than %(bound)s ms") % {"bound": BOUNDS_MS[-1]}
            if bound == LONGER_MS
            else _("up to %(bound)s ms") % {"bound": bound}
        )
        share = None if is_degraded else so_far / whole
        bar = f"{share or 0:.3f}"  # written the same in every language
        found.append({"label": label, "times": times, "share": share, "bar": bar, "is_degraded": is_degraded})
    return found
