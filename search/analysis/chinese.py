"""Chinese: traditional to simplified, words, and how they are read.

jieba, pypinyin and OpenCC take most of a second and 80 MB to load, so they are imported when Chinese is first met.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Final

from django.conf import settings

from search.analysis import glossary

_loading: Final = Lock()
_DATA: Final = Path(__file__).parents[1] / "data"
_LONGEST_SYLLABLE: Final = 6
_LONGEST_INITIALS: Final = 8
_LONGEST_NGRAM: Final = 4
_USUAL_WORD_FREQUENCY: Final = 20_000


def warm() -> None:
    """Load the dictionaries, so that the first visitor of this process does not wait for them."""
    simplify("紅")
    joined("".join(words("石榴")))
    split("shiliu")


@cache
def _traditional() -> frozenset[str]:
    opencc = import_module("opencc")
    lines = (
        (Path(str(opencc.__file__)).parent / "dictionary" / "TSCharacters.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return frozenset(line[0] for line in lines if line)


@cache
def _converter() -> Any:
    return import_module("opencc").OpenCC("t2s")


def simplify(text: str) -> str:
    """Return the text in simplified characters."""
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    return str(_converter().convert(text))


def _cutter() -> Any:
    with _loading:  # the first visitors may come at once, and loading it for each of them takes each several seconds
        return _loaded_cutter()


@cache
def _loaded_cutter() -> Any:
    with warnings.catch_warnings():  # jieba 0.42.1 was written before raw strings were asked for
        warnings.simplefilter("ignore")
        jieba = import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    # By default its cache lies in /tmp, where another user of the machine could put a file to be unmarshalled.
    Path(settings.SEARCH_INDEX_DIR).mkdir(parents=True, exist_ok=True)
    cutter.tmp_dir = str(settings.SEARCH_INDEX_DIR)
    cutter.initialize()
    for word in sorted(glossary.chinese_words()):
        cutter.add_word(word, _USUAL_WORD_FREQUENCY)
    return cutter


@lru_cache(maxsize=16_384)
def words(run: str) -> tuple[str, ...]:
    """Return the words of a Chinese run, in order, without overlap."""
    return tuple(_cutter().lcut(run))


@lru_cache(maxsize=16_384)
def tokens(run: str) -> tuple[str, ...]:
    """Return the words of a run, the shorter words inside them (jieba's search mode), and every two neighbours."""
    found: dict[str, None] = {}
    for part, hidden in parts(run):
        some = (*_cutter().lcut_for_search(part), *words(part), *bigrams(part))
        found |= dict.fromkeys(one for one in some if one not in hidden)
    return tuple(found)


def inner_words(run: str) -> tuple[str, ...]:
    """Return the words inside a word, and what lies between them; where there are none, what it ends with, for that
    says in Chinese what a thing is. Nothing where a word holds the others by chance.
    """
    (part, hidden), *others = parts(run)
    if others or hidden or len(part) == 1:
        return ()
    inside = [one for one in _cutter().lcut_for_search(part) if one != part and len(one) > 1]
    longest = max(inside, key=len, default="")
    if not longest:
        return (part[-1],)
    before, _, behind = part.partition(longest)
    return tuple(one for one in (before, longest, behind) if one)


@cache
def _apart() -> re.Pattern[str]:
    return re.compile("|".join(sorted(glossary.apart(), key=len, reverse=True)))


def parts(run: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Cut out of a run the words that hold another one by chance, each with what it holds."""
    done = 0
    for match in _apart().finditer(run):
        if match.start() > done:
            yield run[done : match.start()], frozenset()
        yield match.group(), glossary.apart()[match.group()]
        done = match.end()
    if done < len(run):
        yield run[done:], frozenset()


def bigrams(run: str) -> list[str]:
    """Return every two neighbouring characters."""
    return [one + other for one, other in pairwise(run)]


@lru_cache(maxsize=16_384)
def syllables(run: str) -> tuple[str, ...]:
    """Return how each character of a run is read, toneless, ``ü`` written ``u``: one syllable a character."""
    read = import_module("pypinyin").lazy_pinyin(run, errors=list)
    return tuple(str(one).replace("v", "u") for one in read)


def joined(run: str) -> str:
    """Return the reading of a run as one word: ``石榴`` is ``shiliu``."""
    return "".join(syllables(run))


def readings(run: str) -> list[str]:
    """Return the readings under which parts of a run are found: two to four neighbouring characters, and its words."""
    return list(dict.fromkeys(one for part, hidden in parts(run) for one in _readings(part, hidden)))


def _readings(part: str, hidden: frozenset[str]) -> Iterator[str]:
    read = syllables(part)
    for size in range(2, min(len(read), _LONGEST_NGRAM) + 1):
        starts = range(len(read) - size + 1)
        yield from ("".join(read[at : at + size]) for at in starts if part[at : at + size] not in hidden)
    yield from word_readings(part)
    if len(read) > _LONGEST_NGRAM:
        yield "".join(read)


def word_readings(run: str) -> list[str]:
    """Return how the words of a run are read, each as one word of letters."""
    return [joined(word) for word in words(run)]


def whole_initials(run: str) -> str:
    """Return the first letters of all syllables of a run: ``蒙自石榴`` is mzsl."""
    return "".join(one[:1] for one in syllables(run))


def initials(run: str) -> list[str]:
    """Return the first letters of neighbouring words, two to eight letters, and those of the first word and the end.

    ``蒙自石榴`` gives mz, sl and mzsl, and so does ``蒙自甜绿籽石榴``, for people leave out what lies between.
    """
    firsts = ["".join(one[:1] for one in syllables(word)) for word in words(run)]
    spans = ["".join(firsts[start:end]) for start in range(len(firsts)) for end in range(start + 1, len(firsts) + 1)]
    ends = [len(run) - len(tail) for tail in _last_words(run) if len(run) > len(tail) + len(words(run)[0])]
    spans += [firsts[0] + "".join(one[:1] for one in syllables(run)[start:]) for start in ends]
    return list(dict.fromkeys(span for span in spans if 1 < len(span) <= _LONGEST_INITIALS))


def _last_words(run: str) -> list[str]:
    """Return the words that a run ends with, the shorter ones inside its last word too."""
    part, hidden = list(parts(run))[-1]
    return [word for word in _cutter().lcut_for_search(part) if part.endswith(word) and word not in hidden]


@cache
def _known_syllables() -> frozenset[str]:
    return frozenset((_DATA / "syllables.txt").read_text(encoding="ascii").split())


def is_syllable(word: str) -> bool:
    """Tell whether a word of plain letters is one syllable of pinyin."""
    return as_typed(word) in _known_syllables()


def as_typed(word: str) -> str:
    """Return pinyin as it is indexed: ``lv`` and ``nv`` are keyboards' ways to write ``lü`` and ``nü``."""
    return word.replace("lv", "lu").replace("nv", "nu")


@lru_cache(maxsize=4_096)
def split(word: str) -> tuple[str, ...]:
    """Return a word of plain letters cut into the fewest syllables of pinyin, or nothing where it is no pinyin."""
    word = as_typed(word)
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        starts = range(max(0, end - _LONGEST_SYLLABLE), end)
        best.append(_shortest([_extended(best[at], word[at:end]) for at in starts]))
    return best[-1] or ()


def _extended(head: tuple[str, ...] | None, tail: str) -> tuple[str, ...] | None:
    return (*head, tail) if head is not None and tail in _known_syllables() else None


def _shortest(ways: Sequence[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return min((way for way in ways if way is not None), key=len, default=None)
