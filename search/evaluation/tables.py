"""A measurement as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.evaluation.measure import ALL_KINDS, Outcome, Row
from search.evaluation.metrics import DEPTH, FIRST


def table(found: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table of all rows."""
    yield f"{'kind':<16}{'queries':>8}{f'nDCG@{DEPTH}':>10}{f'recall@{DEPTH}':>11}{f'success@{FIRST}':>11}"
    for row in found:
        if row.kind == ALL_KINDS:
            yield "-" * 56
        yield f"{row.kind:<16}{row.queries:>8}{row.ndcg:>10.3f}{row.recall:>11.3f}{row.success:>11.3f}"


def empty(found: Sequence[Outcome]) -> list[str]:
    """Return the queries that found nothing at all."""
    return [f"{one.query.kind}: {one.query.q}" for one in found if one.is_empty]


def missed(found: Sequence[Outcome]) -> Iterator[str]:
    """Yield the queries without a right answer among the first, each with what came instead."""
    for one in found:
        if not one.is_success and not one.is_empty:
            yield f"{one.query.kind}: {one.query.q} -> {', '.join(one.hits[:FIRST]) or 'nothing judged'}"
