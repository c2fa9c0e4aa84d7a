"""Ask an engine every judged query and count how well it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from search.analysis.chinese import whole_initials
from search.analysis.numbers import digits_of
from search.documents import SearchDocument
from search.engines.base import SearchEngine, SearchRequest
from search.evaluation.judgements import JudgedQuery, halves
from search.evaluation.metrics import DEPTH, ndcg, recall, success
from search.evaluation.neighbours import PREFIX, belongs_to
from search.filters import SearchFilters

PAGE: Final = 100
DEEPEST: Final = 10  # pages that are read where what is not judged fills the first ones
HS_CODES: Final = "hs-codes"
INITIALS: Final = "initials"
_COUNTY: Final = 2  # letters of a county's initials
ALL_KINDS: Final = "all"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query came to. ``hits``: ids of the judged and made-up hits in order, at most DEPTH."""

    query: JudgedQuery
    hits: Sequence[str]
    is_empty: bool

    @property
    def ndcg(self) -> float:
        return ndcg(self.hits, self.query.gains)

    @property
    def recall(self) -> float:
        return recall(self.hits, self.query.gains)

    @property
    def is_success(self) -> bool:
        return success(self.hits, self.query.targets)


@dataclass(frozen=True, slots=True)
class Row:
    """Means over the queries of one kind, each 0 to 1."""

    kind: str
    queries: int
    ndcg: float
    recall: float
    success: float


class Judge:
    """Decides which hits count. ``documents``: everything in the index, made-up goods included."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self._documents = {one.id: one for one in documents}

    def is_judged(self, id_: str, query: JudgedQuery) -> bool:
        """Tell whether a hit counts, as right or as wrong; one that does not is taken out of the list.

        A made-up good is wrong, except that nobody judged it where the query names its county, category or producer,
        begins its tariff code, or is its initials (hkmg is 河口芒果 and 河口木瓜). Anything else that is not in the
        judged set was never judged.
        """
        if not id_.startswith(PREFIX):
            return id_ in halves()
        neighbour = self._documents[id_]
        if query.kind == INITIALS:
            return not _begins_so(neighbour, query.q)
        if query.kind == HS_CODES:
            return not neighbour.hs_code.startswith(digits_of(query.q))
        named = [self._documents[target] for target in query.targets if not target.startswith("good:")]
        return not any(belongs_to(neighbour, one) for one in named)


def _begins_so(neighbour: SearchDocument, letters: str) -> bool:
    """Tell whether letters are the initials of a made-up good, or those of its county and of what it ends with."""
    initials = whole_initials(neighbour.names["zh-hans"])
    named = initials.startswith(letters[:_COUNTY]) and initials.endswith(letters[_COUNTY:])
    return initials.endswith(letters) or (len(letters) > _COUNTY and named)


def outcome(engine: SearchEngine, query: JudgedQuery, judge: Judge) -> Outcome:
    """Ask one query and keep the hits that count."""
    kept: list[str] = []
    is_empty = False
    for number, page in enumerate(_pages(engine, query.q)):
        is_empty = not number and not page
        kept += [id_ for id_ in page if judge.is_judged(id_, query)]
        if len(kept) >= DEPTH:
            break
    return Outcome(query, kept[:DEPTH], is_empty)


def _pages(engine: SearchEngine, q: str) -> Iterator[Sequence[str]]:
    for page in range(1, DEEPEST + 1):
        request = SearchRequest(q=q, lang="en", filters=SearchFilters(), sort="relevance", page=page, size=PAGE)
        hits = engine.search(request).hits
        yield [hit.id for hit in hits]
        if len(hits) < PAGE:
            return


def outcomes(
    engine: SearchEngine,
    queries: Sequence[JudgedQuery],
    documents: Sequence[SearchDocument],
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Ask all queries.

    Args:
        engine: holds ``documents`` and nothing else.
        queries: to ask.
        documents: everything in the index.
        progress: told how many are done.
    """
    judge, found = Judge(documents), list[Outcome]()
    for query in queries:
        found.append(outcome(engine, query, judge))
        if progress:
            progress(len(found))
    return found


def rows(found: Sequence[Outcome]) -> list[Row]:
    """Return the means by kind, those over all queries last."""
    kinds = sorted({one.query.kind for one in found})
    by_kind: Mapping[str, Sequence[Outcome]] = {
        kind: [one for one in found if one.query.kind == kind] for kind in kinds
    }
    return [_row(kind, some) for kind, some in (*by_kind.items(), (ALL_KINDS, found)) if some]


def _row(kind: str, some: Sequence[Outcome]) -> Row:
    return Row(
        kind=kind,
        queries=len(some),
        ndcg=fmean(one.ndcg for one in some),
        recall=fmean(one.recall for one in some),
        success=fmean(one.is_success for one in some),
    )
