"""Text as tokens, the same for documents and for queries, and the same for every engine."""

from search.analysis.chinese import warm
from search.analysis.queries import ParsedQuery, Unit, Word, parse

__all__ = ["ParsedQuery", "Unit", "Word", "parse", "warm"]
