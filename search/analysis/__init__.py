"""Text as tokens, the same for documents and for queries, and the same for every engine."""

import gc

from search.analysis import chinese
from search.analysis.queries import ParsedQuery, Unit, Word, parse, taken_apart

__all__ = ["ParsedQuery", "Unit", "Word", "parse", "taken_apart", "warm"]


def warm() -> None:
    """Load the dictionaries and the glossary (about a second), and keep the collector of garbage out of them.

    Their half a million entries stay as long as the process; to look through them takes it a fifth of a second.
    """
    chinese.warm()
    parse("石榴 pomegranate")
    gc.freeze()
