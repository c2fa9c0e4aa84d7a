"""What an engine takes and gives. Engines see only tokens of ``search.analysis`` and rank by the same tiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from search.documents import SearchDocument
from search.filters import SearchFilters


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question with everything clamped: ``page`` from 1, ``size`` hits a page."""

    q: str
    lang: str
    filters: SearchFilters
    sort: str
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, with what it takes to load its card: ``type`` and ``sku``, or ``id``."""

    id: str
    type: str
    sku: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to pick while typing. ``text`` is its name in the language asked for."""

    text: str
    type: str
    sku: str
    url: str


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits each choice of a filter has. A filter's counts ignore that filter itself, but no other."""

    type: Mapping[str, int] = field(default_factory=dict)
    category: Mapping[str, int] = field(default_factory=dict)
    county: Mapping[str, int] = field(default_factory=dict)
    producer: Mapping[str, int] = field(default_factory=dict)
    in_season: int = 0
    gi: int = 0
    cold_chain: int = 0
    price_min: Decimal | None = None
    price_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer. ``degraded``: the engine could not look everywhere. ``partial``: no good has all the words.

    ``unsold``: nothing is what was asked for; the hits come close to it or mention it.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)
    suggestions: tuple[Suggestion, ...] = ()
    did_you_mean: str = ""
    degraded: bool = False
    partial: bool = False
    unsold: bool = False
    page: int = 1
    size: int = 24


@dataclass(frozen=True, slots=True)
class Health:
    """``documents`` in ``generation``; ``is_ready`` is False while there is nothing to search in."""

    is_ready: bool
    generation: str
    documents: int


class EngineUnavailable(Exception):
    """The index cannot be read or written now: readers answer degraded, writers try again later."""


class IndexMissing(EngineUnavailable):
    """There is no index yet, or none of this version of the analysis: it has to be built whole."""


Resolve = Callable[[Iterable[str]], Mapping[str, SearchDocument | None]]


class SearchEngine(Protocol):
    """An index of documents. A writer may be called twice for the same thing; readers never see half a document.

    "In one commit" means that all of it lasts or the writer raises. The embedded engine shows a batch at once;
    Elasticsearch may show one part of it up to a second before the other.
    """

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, replacing those of the same id, in one commit."""
        ...

    def apply(self, ids: Iterable[str], *, resolve: Resolve) -> None:
        """Look the ids up and write what they are now, in one commit.

        Of two writers of one id, what stays is what the one read whose turn came later: ``resolve`` is called after
        the turn is had, and may be called again.

        Raises:
            IndexMissing: there is nothing to write to; build it.
            EngineUnavailable: it cannot be written now; try again later.
        """
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Delete by id, in one commit; unknown ids are no error, nor is there being no index."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument], *, resolve: Resolve) -> int:
        """Write all documents into a new generation and switch to it at once.

        Args:
            documents: all that is to be found; read once, streaming, and not before this was called.
            resolve: looks up again the ids that were written to the old generation meanwhile, where the engine asks.
        Returns:
            How many documents the new generation holds.
        Raises:
            EngineUnavailable: another rebuild is under way, or nothing can be written now.
        """
        ...

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question. Raises EngineUnavailable where there is no index."""
        ...

    def suggest(self, *, q: str, lang: str, limit: int) -> Sequence[Suggestion]:
        """Complete what is being typed. Raises EngineUnavailable where there is no index."""
        ...

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of every document in the index, by id."""
        ...

    def health(self) -> Health:
        """Tell whether there is an index, without raising."""
        ...
