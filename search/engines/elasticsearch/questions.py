"""What a ranking asks of the index's words, many questions in one request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Prefix

from search.engines.elasticsearch.compiler import one_of, term
from search.engines.elasticsearch.mapping import COUNTABLE, WORDS

_MOST_COMPLETIONS: Final = 48  # as the embedded engine offers
_MOST_READ_ALIKE: Final = 2_000
_OVER_ALL_SHARDS: Final = 1_000  # completions that each shard names, so that the most frequent of all are among them
_OPERATOR: Final = re.compile(r"[^\w]", re.ASCII)


class Kind(Enum):
    KNOWN = auto()  # does some document have the token?
    BEGUN = auto()  # which tokens begin so, the most frequent first?
    ALIKE = auto()  # which tokens have as many characters, one of them the same in its place or another?


class Question(NamedTuple):
    kind: Kind
    field: str
    text: str


Answers = dict[Question, Any]  # bool for KNOWN, list[str] for the others


def body(questions: Sequence[Question]) -> dict[str, Any]:
    """Return the body of a search that answers the questions and counts all documents."""
    search: Search[Any] = Search()[:0]
    known = {str(at): term(one.field, one.text) for at, one in enumerate(questions) if one.kind is Kind.KNOWN}
    if known:
        search.aggs.bucket("known", "filters", filters=known)
    for at, one in enumerate(questions):
        if one.kind is not Kind.KNOWN:
            search.aggs.bucket(str(at), _begun(one) if one.kind is Kind.BEGUN else _alike(one))
    return search.extra(track_total_hits=True).to_dict()


def _begun(question: Question) -> Agg[Any]:
    field, prefix = question.field, question.text
    found = A("filter", Prefix(field, {"value": prefix}))
    return _tokens(found, field, f"{_literally(prefix)}.*", _MOST_COMPLETIONS)


def _alike(question: Question) -> Agg[Any]:
    field, run = question.field, question.text
    characters = sorted(set(run))
    shape = f".{{{len(run)}}}&.*[{''.join(map(_literally, characters))}].*"
    return _tokens(A("filter", one_of(field, characters)), field, shape, _MOST_READ_ALIKE)


def _tokens(found: Agg[Any], field: str, include: str, size: int) -> Agg[Any]:
    counted = field if field in COUNTABLE else f"{field}.{WORDS}"
    shard_size = max(size, _OVER_ALL_SHARDS)
    found.bucket("tokens", "terms", field=counted, include=include, size=size, shard_size=shard_size)
    return found


def _literally(text: str) -> str:
    """Return a regular expression of Lucene's for the text itself."""
    return _OPERATOR.sub(lambda found: f"\\{found[0]}" if found[0].isascii() else found[0], text)


def read(questions: Sequence[Question], aggregations: Mapping[str, Any]) -> Answers:
    """Return the answers that came."""
    counts = aggregations.get("known", {}).get("buckets", {})
    return {
        one: counts[str(at)]["doc_count"] > 0 if one.kind is Kind.KNOWN else _named(aggregations[str(at)])
        for at, one in enumerate(questions)
    }


def _named(found: Mapping[str, Any]) -> list[str]:
    return [bucket["key"] for bucket in found["tokens"]["buckets"]]


def implied(answers: Mapping[Question, Any]) -> Iterable[Question]:
    """Yield what is known because it was named."""
    for question, answer in answers.items():
        if question.kind is not Kind.KNOWN:
            yield from (Question(Kind.KNOWN, question.field, token) for token in answer)
