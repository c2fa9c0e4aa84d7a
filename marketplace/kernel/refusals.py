"""How a refusal of the business is said: one sentence and one HTTP status a kind of error, in the reader's language.

A room words its own errors in its ``sentences.py``, which is imported when the site starts. Forms, pages, kiosk, API
and commands take the sentence from here; a door chooses no more than where it stands, and a page's status.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

from marketplace.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Refused = TypeVar("Refused", bound=DomainError)
# What it is not the time or the state for, what is wrong in itself, and what is not this person's to do.
CONFLICT: Final = HTTPStatus.CONFLICT
UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
FORBIDDEN: Final = HTTPStatus.FORBIDDEN
GONE: Final = HTTPStatus.GONE
UNAVAILABLE: Final = HTTPStatus.SERVICE_UNAVAILABLE
TOO_MANY: Final = HTTPStatus.TOO_MANY_REQUESTS


@dataclass(frozen=True, slots=True)
class _Wording:
    write: Callable[[Any], _StrOrPromise]
    status: HTTPStatus
    facts: Callable[[Any], Mapping[str, Any]]


_wordings: dict[type[DomainError], _Wording] = {}


def words(
    kind: type[Refused],
    *,
    status: HTTPStatus = CONFLICT,
    facts: Callable[[Refused], Mapping[str, Any]] = vars,
) -> Callable[[Callable[[Refused], _StrOrPromise]], Callable[[Refused], _StrOrPromise]]:
    """Let the decorated function write the sentence of a kind of error.

    Args:
        kind: the class itself; what inherits from it is worded by itself.
        status: of an answer that is nothing but this refusal.
        facts: what programs are told beside the sentence, as JSON holds it; all that the error knows where not given.
    Raises:
        ValueError: the kind is worded already, or another one has its code.
    """

    def register(write: Callable[[Refused], _StrOrPromise]) -> Callable[[Refused], _StrOrPromise]:
        if any(kind is other or kind.code == other.code for other in _wordings):
            raise ValueError(f"{kind.__qualname__} ({kind.code}) is worded twice")
        _wordings[kind] = _Wording(write, status, facts)
        return write

    return register


def says(kind: type[DomainError], sentence: _StrOrPromise, *, status: HTTPStatus = CONFLICT) -> None:
    """As ``words``, for a kind that has always the same lazily translated sentence."""
    words(kind, status=status)(lambda _error: sentence)


def sentence(error: DomainError) -> str:
    """Return what is refused and what to do next, in the active language."""
    return str(_wording(error).write(error))


def status_of(error: DomainError) -> int:
    """Return the HTTP status of an answer that is nothing but this refusal."""
    return int(_wording(error).status)


def facts_of(error: DomainError) -> dict[str, Any]:
    """Return what programs are told beside the sentence."""
    return dict(_wording(error).facts(error))


def worded() -> frozenset[type[DomainError]]:
    """Return the kinds of error that have their sentence."""
    return frozenset(_wordings)


def _wording(error: DomainError) -> _Wording:
    return next(_wordings[kind] for kind in type(error).__mro__ if kind in _wordings)
