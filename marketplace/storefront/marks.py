"""What a search meant in a text: whole texts with marks, and short passages around the marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from marketplace.catalog.selectors import Card
from search.highlighting import Highlighter, Segment

_BEFORE: Final = 40  # characters of context before the first mark
_LONGEST: Final = 150  # characters of a passage
_GAP: Final = "…"
_CLOSERS: Final = " \n\t,.;:!?，。；：！？、）)”’"


@dataclass(frozen=True, slots=True)
class CardMarks:
    """The texts of a card, cut into what was meant in them and what lies between; ``passage``: of another text of the
    good, where nothing is marked in these.
    """

    name: Sequence[Segment]
    other_name: Sequence[Segment]
    county: Sequence[Segment]
    passage: Sequence[Segment]


def has_mark(segments: Iterable[Segment]) -> bool:
    """Tell whether something is marked."""
    return any(one.is_match for one in segments)


def passage(segments: Sequence[Segment]) -> list[Segment]:
    """Return the part of a text around its first mark, cut between words; nothing where nothing is marked.

    No segment that is marked is cut, and no cut falls inside a word or between a letter and its accents.
    """
    first = next((at for at, one in enumerate(segments) if one.is_match), -1)
    if first < 0:
        return []
    before = "".join(one.text for one in segments[:first])
    head = _tail_of(before, _BEFORE)
    found = [Segment(head, is_match=False)] if head else []
    room = _LONGEST - len(head)
    for one in segments[first:]:
        if len(one.text) > room and found:
            found.append(Segment(_head_of("" if one.is_match else one.text, room) + _GAP, is_match=False))
            break
        found.append(one)
        room -= len(one.text)
    return [one for one in found if one.text]


def _tail_of(text: str, most: int) -> str:
    """Return the last words of a text."""
    if len(text) <= most:
        return text
    start = len(text) - most
    space = text.find(" ", start)
    return _GAP + (text[space + 1 :] if 0 <= space < len(text) - 1 else text[_boundary(text, start) :])


def _head_of(text: str, most: int) -> str:
    """Return the first words of a text."""
    if len(text) <= most:
        return text
    end = max(most, 0)
    space = text.rfind(" ", 0, end + 1)
    return (text[:space] if space > 0 else text[: _boundary(text, end)]).rstrip(_CLOSERS)


def _boundary(text: str, at: int) -> int:
    """Return the first place from ``at`` on that no combining character follows (Chinese has no spaces to cut at)."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return at


class Marker:
    """What is marked in the texts of one page: the words of ``q``, and of ``also`` what was looked for instead."""

    def __init__(self, *, q: str, language: str, also: tuple[str, ...] = ()) -> None:
        self._highlighter = Highlighter(q=q, also=also)
        self._language = language

    def spot(self, text: str, language: str = "") -> Sequence[Segment]:
        """Return a text cut into what was meant in it and what lies between; ``language``: where it is another."""
        return self._highlighter.segments(text, lang=language or self._language) if text else ()


def card_marks(goods: Iterable[Card], marker: Marker) -> dict[str, CardMarks]:
    """Return by sku what is marked on a card: names and place, or a passage where none of these is."""
    return {card.sku: _card_marks(card, marker) for card in goods}


def _card_marks(card: Card, marker: Marker) -> CardMarks:
    texts = (marker.spot(card.name), marker.spot(card.other_name, card.other_lang), marker.spot(card.county))
    found: Sequence[Segment] = ()
    if not any(map(has_mark, texts)):
        passages = (passage(marker.spot(text)) for text in (card.description, card.producer))
        found = next((one for one in passages if one), ())
    return CardMarks(*texts, passage=found)
