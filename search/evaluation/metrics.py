"""How well one list of hits answers one query."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

DEPTH: Final = 10
FIRST: Final = 3


def ndcg(hits: Sequence[str], gains: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the discounted gain (2^gain − 1 over the logarithm of the place) as a part of the best possible, 0 to 1.

    Source: Järvelin and Kekäläinen 2002; the exponential gain is Burges et al. 2005.
    """
    best = _dcg(sorted(gains.values(), reverse=True)[:depth])
    return _dcg([gains.get(id_, 0) for id_ in hits[:depth]]) / best if best else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return math.fsum((pow(2.0, gain) - 1) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def recall(hits: Sequence[str], relevant: Collection[str], depth: int = DEPTH) -> float:
    """Return how many of the relevant stand among the first ``depth``, over how many could, 0 to 1."""
    possible = min(depth, len(relevant))
    return len(set(hits[:depth]) & set(relevant)) / possible if possible else 0.0


def success(hits: Sequence[str], targets: Collection[str], first: int = FIRST) -> bool:
    """Tell whether something that was asked for stands among the first few."""
    return not set(targets).isdisjoint(hits[:first])
