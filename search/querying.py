"""Ask the index: the one entrance for storefront, kiosk and API."""

from __future__ import annotations

import logging
from string import ascii_lowercase
from time import perf_counter
from typing import Final

from search import analysis, pace
from search.documents import LANGUAGES
from search.engines.base import EngineUnavailable, Hit, SearchRequest, SearchResult, Suggestion
from search.engines.choice import current_engine
from search.filters import SearchFilters

__all__ = ["SORTS", "Hit", "SearchFilters", "SearchResult", "Suggestion", "search", "suggest", "trouble", "warm"]

SORTS: Final = ("relevance", "price", "-price", "newest", "name")
MAX_SIZE: Final = 100
MAX_WINDOW: Final = 1_000  # hits that can be paged through; deeper paging costs more than anybody reads
MAX_SUGGESTIONS: Final = 20
NO_FILTERS: Final = SearchFilters()
_MISSPELT: Final = "pomegranaet"  # whatever is in the index
logger = logging.getLogger(__name__)


def warm() -> None:
    """Load the dictionaries, open the index, and read of it what takes long: what words begin with each letter, and
    how words are spelt. About a second, and a second more for each 100,000 goods.

    To be called in a process that answers visitors, after it was started or forked.
    """
    analysis.warm()
    try:
        for typed in (*ascii_lowercase, _MISSPELT):
            current_engine().suggest(q=typed, lang=LANGUAGES[0], limit=MAX_SUGGESTIONS)
    except EngineUnavailable as reason:  # said once: whoever searches is told again
        logger.warning("the search is not warm: %s", reason)


def search(
    *,
    q: str,
    lang: str,
    filters: SearchFilters = NO_FILTERS,
    sort: str = "relevance",
    page: int = 1,
    size: int = 24,
) -> SearchResult:
    """Find what a visitor typed, in whatever language and script they typed it.

    Args:
        q: anything at all; it is plain text and cut to a sane length.
        lang: ``zh-hans``, ``vi`` or ``en``: the language of names and addresses in the answer, not of ``q``.
        filters: see SearchFilters.
        sort: one of SORTS, anything else means relevance.
        page: from 1; ``page * size`` is clamped to MAX_WINDOW.
        size: hits a page, clamped to 1 .. MAX_SIZE.
    Returns:
        The answer; empty and ``degraded`` when the index cannot be read. An empty ``q`` finds nothing.
    """
    size = min(max(size, 1), MAX_SIZE)
    request = SearchRequest(
        q=q,
        lang=_language(lang),
        filters=filters,
        sort=sort if sort in SORTS else "relevance",
        page=min(max(page, 1), MAX_WINDOW // size),
        size=size,
    )
    begun = perf_counter()
    try:
        found = current_engine().search(request)
    except EngineUnavailable as reason:
        logger.warning("search answers degraded: %s", reason)
        found = SearchResult(degraded=True, page=request.page, size=size)
    pace.note(perf_counter() - begun, is_degraded=found.degraded)
    return found


def suggest(*, q: str, lang: str, limit: int = 8) -> list[Suggestion]:
    """Complete what is being typed with names of goods, categories, counties and producers.

    Args:
        q: what stands in the box.
        lang: language of names and addresses.
        limit: at most so many, clamped to 1 .. MAX_SUGGESTIONS.
    Returns:
        The best first; empty when the index cannot be read.
    """
    try:
        return list(current_engine().suggest(q=q, lang=_language(lang), limit=min(max(limit, 1), MAX_SUGGESTIONS)))
    except EngineUnavailable as reason:
        logger.warning("no suggestions: %s", reason)
    return []


def trouble() -> str:
    """Ask the index something, and return in a few words why it does not answer; empty where it does."""
    try:
        current_engine().suggest(q="a", lang=LANGUAGES[0], limit=1)
    except EngineUnavailable as reason:
        return str(reason).partition(": ")[0]
    return ""


def _language(lang: str) -> str:
    return lang if lang in LANGUAGES else LANGUAGES[-1]
