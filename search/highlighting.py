"""Which parts of a text a query meant, to be shown as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from typing import Final

from search.analysis import ParsedQuery, parse
from search.analysis.origins import Aligned, aligned
from search.analysis.passages import Passage, Span
from search.analysis.text import Kind

__all__ = ["Segment", "highlight"]

MAX_TEXT: Final = 5_000  # characters that are looked at; the rest is shown plain
MAX_ALSO: Final = 8
_MAX_KEPT: Final = 200  # characters of a text whose preparation is kept: a name, not a description


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text as it was given, nothing escaped."""

    text: str
    is_match: bool


def highlight(*, q: str, text: str, lang: str, also: Sequence[str] = (), typing: bool = False) -> list[Segment]:
    """Cut a text into what a query meant and what lies between.

    A match is a whole word (Vietnamese with the marks that were typed, those left off added; an English form of the
    same stem), a Chinese word or the part of it that was typed, the characters that pinyin or initials stand for, a
    number with its unit, or what the glossary gives for the words in another language or region.

    Args:
        q: what the visitor typed.
        text: a name or a description; anything at all. Beyond MAX_TEXT characters it is not looked at.
        lang: ``zh-hans``, ``vi`` or ``en``: the language of ``text``.
        also: what was looked for instead or besides, as ``SearchResult.did_you_mean``; the first MAX_ALSO count.
        typing: the last word of ``q`` may be unfinished: what begins with it is marked as far as it goes.
    Returns:
        Segments that joined are ``text``, none of them empty, matching and other ones in turn. No character that a
        reader sees as one is cut.
    """
    ready, passage = (_kept if len(text) <= _MAX_KEPT else _prepared)(text[:MAX_TEXT], lang)
    marked = bytearray(len(ready.clusters))
    for start, end in _spans(passage, [parse(one) for one in (q, *islice(also, MAX_ALSO))], typing=typing):
        first, last = ready.origins[start], ready.origins[end - 1]
        marked[first : last + 1] = b"\1" * (last + 1 - first)
    if len(text) > MAX_TEXT:
        marked[-1:] = b"\0"  # what it was cut through may go on
    return _segments([*ready.clusters, text[MAX_TEXT:]], [*marked, 0])


def _prepared(text: str, lang: str) -> tuple[Aligned, Passage]:
    ready = aligned(text)
    return ready, Passage(ready.text, lang)


_kept = lru_cache(maxsize=4_096)(_prepared)  # names come up in one answer after another


def _segments(clusters: Iterable[str], marked: Iterable[int]) -> list[Segment]:
    pairs = (pair for pair in zip(clusters, marked, strict=True) if pair[0])
    grouped = (
        (is_match, "".join(text for text, _ in group)) for is_match, group in groupby(pairs, key=lambda one: one[1])
    )
    return [Segment(text, bool(is_match)) for is_match, text in grouped]


def _spans(passage: Passage, queries: Sequence[ParsedQuery], *, typing: bool) -> Iterator[Span]:
    for query in queries:
        spelled = passage.spelled(query.syllables) if query.syllables else []
        yield from spelled
        for unit in query.units:
            yield from passage.of_unit(unit, is_spelled=bool(spelled))
    last = queries[0].units[-1].words[-1] if typing and queries[0].units else None
    if last and last.kind is Kind.WORD:
        yield from passage.begun(last)
