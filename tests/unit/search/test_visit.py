"""A visitor's question to the cluster: what is answered in part is asked once more, and what stays so is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any, cast

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import Connection, Visit

Answer = Mapping[str, Any]
WHOLE: Answer = {"timed_out": False, "_shards": {"failed": 0}, "hits": "all"}
PARTIAL: Answer = {"timed_out": False, "_shards": {"failed": 1}, "hits": "some"}
CUT_SHORT: Answer = {"timed_out": True, "_shards": {"failed": 0}, "hits": "few"}


class Cluster:
    """Gives the answers that a test has laid out, and raises where it laid out none."""

    def __init__(self, *answers: Answer) -> None:
        self._answers: Iterator[Answer] = iter(answers)
        self.seconds: list[float] = []

    def read(self, send: object, *, seconds: float) -> Answer:
        self.seconds.append(seconds)
        for answer in self._answers:
            return answer
        raise EngineUnavailable("silence")


def visit(cluster: Cluster, seconds: float = 5.0) -> Visit:
    return Visit(cast("Connection", cluster), monotonic() + seconds)


@pytest.mark.parametrize(
    ("answers", "hits", "is_degraded"),
    [
        ([WHOLE], "all", False),
        ([PARTIAL, WHOLE], "all", False),
        ([PARTIAL, PARTIAL, WHOLE], "some", True),
        ([PARTIAL], "some", True),  # the second time nobody answers
        ([CUT_SHORT, WHOLE], "few", True),  # it has no time to be asked again
    ],
)
def test_an_answer_in_part_is_asked_for_once_more(answers: list[Answer], hits: str, is_degraded: bool) -> None:
    asking = visit(Cluster(*answers))
    assert asking.search("index", {})["hits"] == hits
    assert asking.is_degraded is is_degraded


def test_once_degraded_a_visit_stays_so() -> None:
    asking = visit(Cluster(CUT_SHORT, WHOLE))
    asking.search("index", {})
    asking.search("index", {})
    assert asking.is_degraded


def test_each_request_may_take_what_is_left() -> None:
    cluster = Cluster(WHOLE, WHOLE)
    asking = visit(cluster)
    asking.search("index", {})
    asking.search("index", {})
    assert 5.0 >= cluster.seconds[0] > cluster.seconds[1] > 0.0


def test_when_no_time_is_left_nobody_is_asked() -> None:
    cluster = Cluster(WHOLE)
    with pytest.raises(EngineUnavailable):
        visit(cluster, seconds=0.0).search("index", {})
    assert cluster.seconds == []
