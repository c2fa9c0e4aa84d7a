"""Which parts of a text a query meant, to be shown as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from search.analysis import ParsedQuery, parse
from search.analysis.origins import Aligned, aligned
from search.analysis.passages import Passage, Span
from search.analysis.text import Kind

__all__ = ["Highlighter", "Segment", "highlight"]

MAX_TEXT: Final = 5_000  # characters that are looked at; the rest is shown plain
MAX_ALSO: Final = 8
_MAX_KEPT: Final = 200  # characters of a text whose preparation is kept: a name, not a description


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text as it was given, nothing escaped."""

    text: str
    is_match: bool


class Highlighter:
    """What a query meant, ready to be found in one text after another."""

    def __init__(self, *, q: str, also: Sequence[str] = (), typing: bool = False) -> None:
        """Take the arguments of ``highlight``."""
        self._meant = _Meant(tuple(parse(one) for one in (q, *islice(also, MAX_ALSO))), typing)

    def segments(self, text: str, *, lang: str) -> Sequence[Segment]:
        """Cut a text as ``highlight`` does."""
        # The same words are looked for in the same names, in another language, on another page, under another filter.
        return (_kept_cut if len(text) <= _MAX_KEPT else _cut)(self._meant, text, lang)


class _Meant:
    """Parsed queries as one key: cheap to compare, which a query with all it may mean is not."""

    __slots__ = ("_key", "queries", "typing")

    def __init__(self, queries: tuple[ParsedQuery, ...], typing: bool) -> None:
        self.queries, self.typing = queries, typing
        self._key = (tuple(query.key for query in queries), typing)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Meant) and self._key == other._key


def _cut(meant: _Meant, text: str, lang: str) -> tuple[Segment, ...]:
    ready, passage = (_kept if len(text) <= _MAX_KEPT else _prepared)(text[:MAX_TEXT], lang)
    marked = bytearray(len(ready.clusters))
    for start, end in _spans(passage, meant.queries, typing=meant.typing):
        first, last = ready.origins[start], ready.origins[end - 1]
        marked[first : last + 1] = b"\1" * (last + 1 - first)
    if len(text) > MAX_TEXT:
        marked[-1:] = b"\0"  # what it was cut through may go on
    if 1 not in marked:
        return (Segment(text, is_match=False),) if text else ()
    return tuple(_segments([*ready.clusters, text[MAX_TEXT:]], marked + b"\0"))


_kept_cut = lru_cache(maxsize=8_192)(_cut)


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
    return list(Highlighter(q=q, also=also, typing=typing).segments(text, lang=lang))


def _prepared(text: str, lang: str) -> tuple[Aligned, Passage]:
    ready = aligned(text)
    return ready, Passage(ready.text, lang)


_kept = lru_cache(maxsize=4_096)(_prepared)  # names come up in one answer after another


def _segments(clusters: Sequence[str], marked: bytearray) -> Iterator[Segment]:
    at = 0
    while at < len(clusters):
        next_kind = marked.find(1 - marked[at], at)
        end = len(clusters) if next_kind < 0 else next_kind
        if text := "".join(clusters[at:end]):
            yield Segment(text, is_match=bool(marked[at]))
        at = end


def _spans(passage: Passage, queries: Sequence[ParsedQuery], *, typing: bool) -> Iterator[Span]:
    for query in queries:
        spelled = passage.spelled(query.syllables) if query.syllables else []
        yield from spelled
        for unit in query.units:
            yield from passage.of_unit(unit, is_spelled=bool(spelled))
    last = queries[0].units[-1].words[-1] if typing and queries[0].units else None
    if last and last.kind is Kind.WORD:
        yield from passage.begun(last)
