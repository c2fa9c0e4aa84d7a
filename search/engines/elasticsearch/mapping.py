"""An index's fields and settings, and a document in them.

Tokens come as lists, one value a token, and are taken as they are: the cluster analyses nothing.
"""

from __future__ import annotations

from typing import Any, Final

from elasticsearch.dsl import Keyword, Long, Mapping, Text

from search.analysis.fields import BASIC, POSITIONAL, RAW, SORT_KEYS, VERSION, StoredDocument
from search.analysis.text import MAX_TOKEN

WORDS: Final = "words"  # below a field with positions: its tokens once more, to be counted
_ONLY_FOUND: Final = frozenset({"tf", "tz", "bx", "bf", "bz", "head", "cat", "same", "alike"})
COUNTABLE: Final = frozenset((*BASIC, *RAW)) - _ONLY_FOUND
_COUNTED_BELOW: Final = frozenset({"nx", "nf"})
_LONGEST_KEY: Final = 8_000  # characters: in UTF-8 less than Lucene takes
_MOST_ID_BYTES: Final = 512
_TOKENS: Final = frozenset((*POSITIONAL, *BASIC))
_CONTROL: Final = "control"


def mapping() -> dict[str, Any]:
    """Return the mapping of a generation."""
    fields = Mapping()
    for name in POSITIONAL:
        below = {WORDS: Keyword(doc_values=True)} if name in _COUNTED_BELOW else {}
        fields.field(
            name,
            Text(
                analyzer="keyword",
                search_analyzer="whitespace",
                position_increment_gap=0,
                index_options="positions",
                norms=False,
                fields=below,
            ),
        )
    for name in (*BASIC, *RAW):
        fields.field(name, Keyword(doc_values=name in COUNTABLE, ignore_above=_LONGEST_KEY))
    for name in SORT_KEYS:
        fields.field(name, Keyword(index=False))
    fields.field("price", Long())
    fields.field("fingerprint", Keyword(index=False))
    fields.field("payload", Keyword(index=False, doc_values=False))
    fields.meta("dynamic", "strict")
    fields.meta("_source", includes=["payload"])
    fields.meta("_meta", analysis=VERSION)
    return fields.to_dict()


def settings(shards: int) -> dict[str, Any]:
    """Return the settings of a generation that is being built.

    A deletion is remembered for as long as any rebuild may take, lest the builder bring back what it read before.
    """
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
        "gc_deletes": "12h",
    }


def control_mapping() -> dict[str, Any]:
    """Return the mapping of the index of tickets and locks, in which nothing is looked for."""
    return {"dynamic": False, "_meta": {"purpose": _CONTROL}}


def source_of(one: StoredDocument) -> dict[str, Any]:
    """Return a stored document as an index takes it."""
    fields: dict[str, Any] = {name: _values(name, values) for name, values in one.fields.items()}
    fields |= {"payload": one.payload, "fingerprint": one.fingerprint}
    return fields | ({} if one.price is None else {"price": one.price})


def _values(name: str, values: list[str]) -> list[str]:
    longest = MAX_TOKEN if name in _TOKENS else _LONGEST_KEY
    return [value[:longest] for value in values]


def can_be_held(id_: str) -> bool:
    """Tell whether an index can hold a document of this id at all."""
    return 0 < len(id_.encode("utf-8", "surrogatepass")) <= _MOST_ID_BYTES and id_.isprintable()
