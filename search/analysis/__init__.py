"""Text as tokens, the same for documents and for queries, and the same for every engine."""

from search.analysis import chinese
from search.analysis.queries import ParsedQuery, Unit, Word, parse

__all__ = ["ParsedQuery", "Unit", "Word", "parse", "warm"]


def warm() -> None:
    """Load the dictionaries and the glossary (about a second)."""
    chinese.warm()
    parse("石榴 pomegranate")
