"""A question as it was meant, where what was typed says it in another way than names do.

Keys of an input method that was off become the word they stand for, pinyin with its tones becomes plain pinyin, and a
place loses its administrative rank; each only where the index then knows it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from search.analysis import ParsedQuery, chinese, keyboards, parse
from search.analysis.english import stem
from search.analysis.fields import plain
from search.analysis.glossary import glossary
from search.analysis.ranks import without_ranks
from search.analysis.text import Kind, fold, pieces
from search.ranking.vocabulary import Vocabulary

# Letters with figures between or behind them, ü typed as u: among them; beside a hyphen it is an article number.
_FIGURED: Final = re.compile(r"(?<![\w\-.])[a-zü]+:?\d[a-zü:\d]*(?![\w\-.])")
_WRITTEN_SO: Final = ("nx", "tx")
_LOOSELY: Final = ("nf", "np", "tf", "tp", "bf", "ni")
_MOST_SYLLABLES: Final = 12
_SHORTEST_PAIR: Final = 5
_LONGEST_PAIR: Final = 14


def read(q: str, vocabulary: Vocabulary) -> ParsedQuery:
    """Return what a visitor typed as it was meant.

    Args:
        q: anything at all.
        vocabulary: of the index.
    Returns:
        The parsed query; ``read_as`` says how it was read where its words are others than those typed.
    """
    typed = parse(q)
    meant = _by_word(_figures(typed.text, vocabulary), vocabulary)
    text = without_ranks(meant, lambda name: _is_named(name, vocabulary))
    if text == typed.text:
        return typed
    return replace(parse(text), read_as=meant if meant != typed.text else "")


def _is_named(name: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.known("same", plain(name)):
        return True
    return name.isascii() and vocabulary.known("alike", chinese.as_typed(name.replace(" ", "")))


def _figures(text: str, vocabulary: Vocabulary) -> str:
    """Return a text whose words with figures in them are read as Vietnamese by VNI or as pinyin with its tones."""
    if text.isalpha() or not any(one.isdecimal() for one in text):
        return text
    found = [match.group() for match in _FIGURED.finditer(text)]
    if not found:
        return text
    vietnamese = {keys: _vietnamese(keyboards.vni(keys), vocabulary) for keys in found}
    if all(vietnamese.values()):
        return _FIGURED.sub(lambda match: vietnamese[match.group()], text)
    spelled = {keys: keyboards.numbered_pinyin(keys) for keys in found}
    if all(spelled.values()) and _is_read("".join(spelled.values()), vocabulary):
        return _FIGURED.sub(lambda match: spelled[match.group()], text)
    return text


def _by_word(text: str, vocabulary: Vocabulary) -> str:
    words = [piece.text for piece in pieces(text) if piece.kind is Kind.WORD]
    meant = {word: _meant(word, vocabulary) for word in words}
    toned = [word for word in words if keyboards.is_toned_pinyin(word) and not _is_written(word, vocabulary)]
    if toned and _is_read("".join(map(fold, toned)), vocabulary):
        meant |= {word: fold(word) for word in toned}
    changed = {word: other for word, other in meant.items() if other != word}
    return _replaced(text, changed) if changed else text


def _replaced(text: str, changed: dict[str, str]) -> str:
    either = "|".join(re.escape(word) for word in sorted(changed, key=len, reverse=True))
    return re.sub(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])", lambda match: changed[match.group()], text)


def _meant(word: str, vocabulary: Vocabulary) -> str:
    """Return the word that keys stand for, or the word itself: also where it is one, or the glossary knows it."""
    if not word.isascii():
        return word
    plain_word = keyboards.plain_pinyin(word)
    if plain_word != word and _is_read(plain_word, vocabulary):
        return plain_word
    candidates = keyboards.telex(word)
    if candidates:
        return word if _is_known(word, vocabulary) else _vietnamese(candidates, vocabulary) or word
    return _together(word, vocabulary) or word


def _together(word: str, vocabulary: Vocabulary) -> str:
    """Return the two words that were typed as one, at least one of them by its keys: ``caphee`` is ``cà phê``."""
    if not _SHORTEST_PAIR <= len(word) <= _LONGEST_PAIR:
        return ""
    for at in range(2, len(word) - 1):
        halves = [keyboards.telex(half) for half in (word[:at], word[at:])]
        if not any(halves):
            continue
        read = [
            _vietnamese(keys, vocabulary) if keys else _vietnamese((half,), vocabulary)
            for keys, half in zip(halves, (word[:at], word[at:]), strict=True)
        ]
        # A word that is one letter off another is that one misspelt: onoin.
        if all(read) and not _is_known(word, vocabulary) and not vocabulary.similar(word):
            return " ".join(read)
    return ""


def _vietnamese(candidates: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return the first of some syllables that a name or a tag has, or the glossary; nothing where none is known."""
    return next((one for one in candidates if _is_written(one, vocabulary) or glossary().exact.get((one,))), "")


def _is_written(word: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.known(field, word) for field in _WRITTEN_SO)


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    fields = (*_WRITTEN_SO, *_LOOSELY)
    is_term = bool(glossary().alternatives((word,)))
    return is_term or any(vocabulary.known(field, form) for form in {word, stem(word)} for field in fields)


def _is_read(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether pinyin is the reading of something in the index, whole or syllables of it together."""
    syllables = chinese.split(text)[:_MOST_SYLLABLES]
    return bool(syllables) and any(
        vocabulary.known(field, "".join(syllables[:size])) for size in (4, 3, 2) for field in ("np", "tp")
    )
