"""What a thing mainly is: marks of the word that a name ends or begins with."""

from __future__ import annotations

from typing import Final

from search.analysis.english import stem
from search.analysis.glossary import Term as Alternative
from search.ranking.nodes import AllOf, Node, Phrase, Term
from search.ranking.vocabulary import Vocabulary

_WORDS_OF: Final = {"vi": "nx", "en": "nf"}


def head_of(one: Alternative, vocabulary: Vocabulary) -> Node | None:
    """Return what meets an alternative as the main thing named; of several words the others stand beside it."""
    words = [stem(word) for word in one.words] if one.lang == "en" else list(one.words)
    mark = Term("head", f"^{words[0]}" if one.lang == "vi" else f"${words[-1]}")
    if not vocabulary.known(mark.field, mark.value):
        return None
    if len(words) == 1 or one.lang == "zh":
        return mark
    field = _WORDS_OF[one.lang]
    return AllOf((mark, Phrase(field, tuple(words)))) if all(vocabulary.known(field, word) for word in words) else None
