"""The index as it is after one commit: its words, and the plans and answers already worked out for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Final, TypeVar

from tantivy import Query, Searcher

from search.analysis import chinese
from search.engines.embedded.schema import schema
from search.ranking.vocabulary import WORD_FIELDS, Spelling

_MOST_COMPLETIONS: Final = 48
_MOST_KEPT: Final = 1_024
_SPELLING_LASTS: Final = 60.0  # seconds
Answer = TypeVar("Answer")


class Snapshot:
    """One state of the index; a Vocabulary. Never changes, so that what was worked out for it stays right.

    Only what misspelt words are corrected to may be up to a minute older, for it takes long to read.
    """

    def __init__(
        self, searcher: Searcher, generation: str, before: Snapshot | None = None, *, has_deleted: bool = False
    ) -> None:
        """``has_deleted``: tantivy still counts the tokens of documents that are deleted."""
        self.searcher = searcher
        self.generation = generation
        self._has_deleted = has_deleted
        self._spelt = before.spelt_lately() if before else None
        self._kept: OrderedDict[object, object] = OrderedDict()
        self._begun: dict[tuple[str, str], Sequence[str]] = {}
        self._lock = Lock()
        self._reading = Lock()

    def prepare_as(self, before: Snapshot) -> None:
        """Read what is slow to read and what the snapshot before was asked for: meant for a thread of its own."""
        with suppress(OSError, ValueError):  # an index that cannot be read: the next question will tell
            if before.has_corrected:
                self._spelling()
            for field, prefix in before.begun_with_a_letter:
                self.prefixed(field, prefix)

    @property
    def has_corrected(self) -> bool:
        """Tell whether misspelt words were looked for."""
        return self._spelt is not None

    @property
    def begun_with_a_letter(self) -> list[tuple[str, str]]:
        """Return which completions of one letter, the slow ones, were asked for: field and letter."""
        return [key for key in list(self._begun) if len(key[1]) == 1]

    def kept(self, key: object, work_out: Callable[[], Answer]) -> Answer:
        """Return what was worked out under this key before, or work it out now."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]  # a key is asked for with one type of answer only
        answer = work_out()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return answer

    def frequency(self, field: str, token: str) -> int:
        """Return in how many documents a token is, those counted that are deleted."""
        return self.searcher.doc_freq(field, token)

    def known(self, field: str, token: str) -> bool:
        if not token or not self.searcher.doc_freq(field, token):
            return False
        return not self._has_deleted or self._is_held(field, token)

    def _is_held(self, field: str, token: str) -> bool:
        return bool(self.searcher.search(Query.term_query(schema(), field, token, "basic"), 1, count=False).hits)

    def _counted(self, field: str, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return tokens and how many documents have them; what only deleted ones had is left out."""
        if not self._has_deleted:
            return list(self.searcher.terms_with_prefix(field, prefix, limit=limit))
        found = self.searcher.terms_with_prefix(field, prefix, filter_query=Query.all_query(), limit=limit)
        return [(token, count) for token, count in found if count]

    def prefixed(self, field: str, prefix: str) -> Sequence[str]:
        if not prefix:
            return ()
        found = self._begun.get((field, prefix))
        if found is None:
            found = tuple(token for token, _ in self._counted(field, prefix, _MOST_COMPLETIONS))
            self._begun[field, prefix] = found
        return found

    def similar(self, word: str) -> Sequence[str]:
        return self._spelling().similar(word)

    def shown(self, form: str) -> str:
        return self._spelling().written(form)

    def spelled(self, field: str, run: str) -> Sequence[str]:
        read = chinese.syllables(run)
        terms = self.kept(("words", field), lambda: self._counted(field, ""))
        found = [(-uses, one) for one, uses in terms if len(one) == len(run) and set(one) & set(run)]
        return [one for _, one in sorted(found) if chinese.syllables(one) == read]

    def spelt_lately(self) -> tuple[float, Spelling] | None:
        """Return when the spelling was read, and the spelling; None when it was never or is too old."""
        return self._spelt if self._spelt and monotonic() - self._spelt[0] < _SPELLING_LASTS else None

    def _spelling(self) -> Spelling:
        if self._spelt is None:
            with self._reading:  # who comes meanwhile waits for the same
                if self._spelt is None:
                    self._spelt = monotonic(), self._read_spelling()
        return self._spelt[1]

    def _read_spelling(self) -> Spelling:
        uses: dict[str, int] = {}
        for field in WORD_FIELDS:
            for token, count in self._counted(field, ""):
                if token.isalpha():
                    uses[token] = uses.get(token, 0) + count
        return Spelling(uses)
