"""Below what the search may not fall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from search.evaluation.measure import ALL_KINDS, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """Each 0 to 1: success@3 over all queries and in every kind, nDCG@10 over all queries."""

    success: float = 0.95
    kind: float = 0.90
    ndcg: float = 0.90

    @classmethod
    def defaults(cls) -> Mapping[str, float]:
        """Return the floors that hold where nothing else is said."""
        return asdict(cls())

    def broken(self, found: Sequence[Row]) -> Iterator[str]:
        """Yield a sentence for every figure that is too low."""
        for row in found:
            if row.kind != ALL_KINDS and row.success < self.kind:
                yield f"success@3 of {row.kind} is {row.success:.3f}, the floor {self.kind:.3f}"
            if row.kind == ALL_KINDS and row.success < self.success:
                yield f"success@3 is {row.success:.3f}, the floor {self.success:.3f}"
            if row.kind == ALL_KINDS and row.ndcg < self.ndcg:
                yield f"nDCG@10 is {row.ndcg:.3f}, the floor {self.ndcg:.3f}"
