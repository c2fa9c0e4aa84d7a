"""What an operator answers: reasons by key, and a word of her own beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from marketplace.kernel.errors import DomainError
from marketplace.kernel.text import clean

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MAX_NOTE: Final = 500
_MARK: Final = ","


class ReasonMissing(DomainError):
    """The other side must be told why. ``problem``: ``none``, ``unknown``, ``note`` (a word is needed beside it)."""

    code = "reason_missing"

    def __init__(self, *, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons``: keys, in the order of their list; ``note``: in the operator's words, empty for none."""

    reasons: tuple[str, ...] = ()
    note: str = ""

    @property
    def stored(self) -> str:
        """The keys as one column keeps them."""
        return _MARK.join(self.reasons)


def verdict(*, reasons: Sequence[str], note: str, known: Sequence[str], need_a_note: Collection[str]) -> Verdict:
    """Return what is said, once it says enough.

    Args:
        reasons: keys, at least one.
        note: at most 500 characters, kept without what cannot be displayed.
        known: every key there is, in order.
        need_a_note: keys that say too little by themselves.
    Raises:
        ReasonMissing: no reason, one that nobody knows, or one without the word that it needs.
    """
    words = clean(note, limit=MAX_NOTE).strip()
    if not reasons:
        raise ReasonMissing(problem="none")
    if not set(reasons) <= set(known):
        raise ReasonMissing(problem="unknown")
    if not words and set(reasons) & set(need_a_note):
        raise ReasonMissing(problem="note")
    return Verdict(tuple(key for key in known if key in set(reasons)), words)


def keys_of(stored: str) -> list[str]:
    """Return the keys that ``Verdict.stored`` wrote into a column."""
    return [key for key in stored.split(_MARK) if key]


def labels_of(stored: str, labels: Mapping[str, _StrOrPromise]) -> list[str]:
    """Return the stored reasons in the reader's language; a key that has gone is left out."""
    return [str(labels[key]) for key in keys_of(stored) if key in labels]
