"""The index's fields, and a document in them."""

from __future__ import annotations

from functools import cache

from tantivy import Document, Schema, SchemaBuilder

from search.analysis.fields import BASIC, POSITIONAL, RAW, SORT_KEYS, StoredDocument
from search.analysis.text import MAX_TOKEN

_COUNTED = frozenset({"type", "category", "county", "producer", "flag"})


@cache
def schema() -> Schema:
    """Return the schema; made once a process."""
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("payload", stored=True, tokenizer_name="raw", index_option="basic")
    for name in POSITIONAL:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in BASIC:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in RAW:
        builder.add_text_field(name, fast=name in _COUNTED, tokenizer_name="raw", index_option="basic")
    for name in SORT_KEYS:
        is_stored = name == "rank"  # a few documents are put in order sooner than the index does it
        builder.add_text_field(name, fast=True, stored=is_stored, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("price", indexed=True, fast=True)
    return builder.build()


def to_document(one: StoredDocument) -> Document:
    """Return a stored document as the index takes it."""
    document = Document()
    document.add_text("id", one.id)
    document.add_text("payload", one.payload)
    for name, values in one.fields.items():
        if name in _TOKENS:
            document.add_text(name, " ".join(value[:MAX_TOKEN] for value in values))
        else:
            for value in values:
                document.add_text(name, value)
    if one.price is not None:
        document.add_integer("price", one.price)
    return document


_TOKENS = frozenset((*POSITIONAL, *BASIC))
