"""What keys mean whose input method was off: Telex and VNI for Vietnamese, and pinyin with its tones in figures.

The keys may come in any order that the input methods take, marks right behind their letter or at the word's end:
``luwuj``, ``luuwj`` and ``lu7u5`` are all ``lựu``.
Sources: the Telex and VNI tables of Unikey; GB/T 16159-2012 and GB/T 28039-2011 for pinyin (``lyu`` for ``lü``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from search.analysis import chinese, vietnamese

_TONES: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_FIGURES: Final = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_HORNS: Final = {"u": "ư", "o": "ơ", "a": "ă"}
_HATS: Final = {"a": "â", "e": "ê", "o": "ô"}
_FIGURED: Final = {"6": _HATS, "7": {"u": "ư", "o": "ơ"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_LONGEST: Final = 10  # keys: nghieengs has nine
_SHORTEST: Final = 3
_MOST_WAYS: Final = 64
_TELEX: Final = re.compile(r"[a-z]{2,10}", re.ASCII)
_VNI: Final = re.compile(r"[a-z]+\d[a-z\d]*", re.ASCII)
_NUMBERED: Final = re.compile(r"(?:[a-zü]{1,6}:?[1-5])+", re.ASCII)
_SYLLABLE: Final = re.compile(r"([a-zü]{1,6}:?)[1-5]", re.ASCII)
# The marks that pinyin has: macron, acute, caron, grave. Vietnamese has the second and the last of them too.
_PINYIN_TONES: Final = frozenset("\u0304\u0301\u030c\u0300")


@lru_cache(maxsize=4_096)
def telex(keys: str) -> tuple[str, ...]:
    """Return the Vietnamese syllables that keys may be on a Telex keyboard: ``luwuj`` is ``lựu``; none of plain words.

    Args:
        keys: a word of plain letters in lower case.
    """
    if not _TELEX.fullmatch(keys) or len(keys) < _SHORTEST:
        return ()
    tones = [at for at, key in enumerate(keys) if at and key in _TONES]
    found: dict[str, None] = {}
    for at in [*tones, None]:
        tone = _TONES[keys[at]] if at is not None else ""
        rest = keys if at is None else keys[:at] + keys[at + 1 :]
        for letters in _lettered(rest):
            found |= dict.fromkeys(_toned(letters, tone)) if letters != keys else {}
    return tuple(found)


@lru_cache(maxsize=4_096)
def vni(keys: str) -> tuple[str, ...]:
    """Return the Vietnamese syllables that letters and figures may be on a VNI keyboard: ``lu7u5`` is ``lựu``."""
    if not _VNI.fullmatch(keys) or len(keys) > _LONGEST:
        return ()
    figures = [key for key in keys if key in _FIGURES]
    if len(figures) > 1 or "0" in keys:
        return ()
    tone = _TONES[_FIGURES[figures[0]]] if figures else ""
    ways = [""]
    for key in keys:
        if key not in _FIGURES:
            ways = [way for before in ways for way in _figured(before, key)][:_MOST_WAYS]
    # A horn that was typed behind one letter of ươ stands for both.
    whole = [one for way in ways for one in (way, way.replace("uơ", "ươ"), way.replace("ưo", "ươ"))]
    return tuple(dict.fromkeys(one for way in dict.fromkeys(whole) for one in _toned(way, tone)))


def numbered_pinyin(keys: str) -> str:
    """Return pinyin with its tones in figures without them: ``shi2liu5`` is ``shiliu``; nothing where it is none."""
    if not _NUMBERED.fullmatch(keys):
        return ""
    syllables = [plain_pinyin(one) for one in _SYLLABLE.findall(keys)]
    return "".join(syllables) if all(chinese.is_syllable(one) for one in syllables) else ""


def plain_pinyin(text: str) -> str:
    """Return pinyin with ``ü`` however it was written (``lü``, ``lu:``, ``lyu``, ``lv``) as it is indexed."""
    return re.sub(r"([ln])(?:ü|u:|yu|v)", r"\1u", text)


def is_toned_pinyin(word: str) -> bool:
    """Tell whether a word with marks may be pinyin with its tones: ``shíliú`` may, ``nấm`` and ``lựu`` may not."""
    marks = {one for one in unicodedata.normalize("NFD", word.replace("ü", "u")) if unicodedata.combining(one)}
    return bool(marks) and marks <= _PINYIN_TONES and "đ" not in word


def _lettered(keys: str) -> Iterator[str]:
    """Yield the ways to read keys without tones as letters: ``luwu`` is ``lưu``, ``dduwowng`` is ``đương``."""
    ways = [""]
    for key in keys:
        ways = [way for before in ways for way in _read(before, key)][:_MOST_WAYS]
    for way in dict.fromkeys(ways):
        yield way
        if "uơ" in way:
            yield way.replace("uơ", "ươ")


def _read(before: str, key: str) -> Iterator[str]:
    """Yield what letters become by one more key: a letter more, or a mark on one of them."""
    if key == "w":
        yield from (_at(before, at, _HORNS[one]) for at, one in enumerate(before) if one in _HORNS)
        yield before + "ư"
        return
    yield before + key
    if key in _HATS:
        yield from (_at(before, at, _HATS[key]) for at, one in enumerate(before) if one == key)
    if key == "d" and "d" in before[:1]:
        yield "đ" + before[1:]


def _figured(before: str, key: str) -> Iterator[str]:
    marks = _FIGURED.get(key)
    if marks is None:
        yield before + key
    else:
        yield from (_at(before, at, marks[one]) for at, one in enumerate(before) if one in marks)


def _at(text: str, at: int, letter: str) -> str:
    return text[:at] + letter + text[at + 1 :]


def _toned(letters: str, tone: str) -> Iterator[str]:
    """Yield a syllable with its tone on each vowel that may carry it; nothing where it is no syllable."""
    if not vietnamese.is_syllable(letters):
        return
    if not tone:
        yield letters
        return
    for at, letter in enumerate(letters):
        if letter in _VOWELS:
            yield unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])
