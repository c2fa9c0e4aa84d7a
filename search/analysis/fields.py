"""A document as an engine stores it: tokens by field, codes to filter and count by, keys to sort by."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final

from search.analysis import chinese
from search.analysis.numbers import hs_prefixes
from search.analysis.text import fold
from search.analysis.tokens import GAP, folded, han_runs, han_tokens, heads, latin, main_part, prepared
from search.documents import LANGUAGES, DocumentType, SearchDocument, Texts

_RANKS: Final = frozenset("市县")
VERSION: Final = 4  # raised with every change of what is stored: an index of another version is rebuilt
# n: the name, t: what it belongs to and its keywords, b: its text. x: words as written, f: without marks or as stems,
# z: Chinese words, bigrams and characters, p: pinyin, w: pinyin of whole words, i: initials, c: characters in order,
# y: syllables in order.
POSITIONAL: Final = ("nx", "nf", "nc", "ny")
BASIC: Final = ("nz", "np", "nw", "ni", "tx", "tf", "tz", "tp", "tw", "bx", "bf", "bz", "hs", "head", "cat")
RAW: Final = ("same", "alike", "type", "category", "county", "producer", "flag")
SORT_KEYS: Final = ("rank", "price_up", "price_down", "newest", *(f"name_{lang}" for lang in LANGUAGES))
_PLACES: Final = 100_000  # of a price in USD
_NO_PRICE: Final = 10**15
_MOST_POPULAR: Final = 10**9
_END_OF_TIME: Final = 10**11  # seconds
_TYPE_ORDER: Final = {kind: at for at, kind in enumerate(DocumentType)}
_VIETNAMESE_ORDER: Final = str.maketrans(
    {"ă": "a~", "â": "a~~", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o~~", "ư": "u~"}
)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """``fields``: values by field. ``price``: integer, 10⁻⁵ USD. ``payload``: JSON of what a hit shows.

    ``fingerprint`` differs between documents that would be found or shown differently.
    """

    id: str
    fields: Mapping[str, list[str]]
    price: int | None
    payload: str
    fingerprint: str


def stored(document: SearchDocument) -> StoredDocument:
    """Return a document as engines store it."""
    fields = {**_name_fields(document), **_tag_fields(document), **_body_fields(document), **_codes(document)}
    fields |= {"same": _same(document), "alike": _alike(document), "hs": hs_prefixes(document.hs_code)}
    fields |= {name: [key] for name, key in _sort_keys(document).items()}
    names = dict(document.names)
    shown = {"t": str(document.type), "s": document.sku, "n": names, "u": document.path}
    price = None if document.price is None else micro(document.price)
    mark = json.dumps([VERSION, fields, price, shown], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return StoredDocument(document.id, fields, price, json.dumps(shown | {"h": digest}), digest)


def fingerprint(document: SearchDocument) -> str:
    """Return what tells two states of a document apart."""
    return stored(document).fingerprint


def micro(price: Decimal) -> int:
    """Return a price in USD as an integer of 10⁻⁵ USD."""
    return int((price * _PLACES).to_integral_value(ROUND_HALF_EVEN))


def from_micro(price: float) -> Decimal:
    """Return an integer of 10⁻⁵ USD as USD."""
    return Decimal(round(price)) / _PLACES


def _name_fields(document: SearchDocument) -> dict[str, list[str]]:
    names = {lang: prepared(text) for lang, text in document.names.items()}
    sku = latin(prepared(document.sku))
    runs = [run for text in names.values() for run in han_runs(text)]
    return {
        "nx": _sequence([*(latin(text) for text in names.values()), sku]),
        "nf": _sequence([*(folded(lang, latin(text)) for lang, text in names.items()), sku]),
        "nc": _sequence(runs),
        "ny": _sequence(chinese.syllables(run) for run in runs),
        "nz": [token for text in names.values() for token in han_tokens(text, singles=True)],
        "np": [token for run in runs for token in _readings(run)],
        "nw": _distinct(token for run in runs for token in chinese.word_readings(run) if len(token) > 1),
        "ni": [token for run in runs for token in (*chinese.initials(run), f"={chinese.whole_initials(run)}")],
        "head": [token for lang, text in names.items() for token in heads(lang, text)],
    }


def _readings(run: str) -> list[str]:
    """Return the readings of a name's words. That a place is a city or a county is no word for who types ``shi``."""
    rank = chinese.joined(run[-1]) if run[-1] in _RANKS else ""
    return [token for token in chinese.readings(run) if token != rank]


def _sequence(parts: Iterable[Iterable[str]]) -> list[str]:
    return [token for part in parts for token in (*part, GAP)]


def _tag_fields(document: SearchDocument) -> dict[str, list[str]]:
    of_groups = (document.category_names, document.county_names, document.producer_names)
    tags = [_loose(texts) for texts in (*of_groups, document.keywords)]
    return {
        "tx": _distinct(token for one in tags for token in one["x"]),
        "tf": _distinct(token for one in tags for token in one["f"]),
        "tz": _distinct(token for one in tags for token in one["z"]),
        "tp": _distinct(token for one in tags[:-1] for token in one["p"]),
        "tw": _distinct(token for one in tags[:-1] for token in one["w"]),
        "cat": _distinct(token for kind in "xfzp" for token in tags[0][kind]),
    }


def _loose(texts: Texts) -> Mapping[str, tuple[str, ...]]:
    return _loose_tokens(tuple(sorted(texts.items())))


@lru_cache(maxsize=2_048)  # thousands of goods share a category, a county and a producer
def _loose_tokens(texts: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    ready = {lang: prepared(text) for lang, text in texts}
    runs = [run for text in ready.values() for run in han_runs(text)]
    return {
        "x": tuple(token for text in ready.values() for token in latin(text) if token != GAP),
        "f": tuple(token for lang, text in ready.items() for token in folded(lang, latin(text)) if token != GAP),
        "z": tuple(token for text in ready.values() for token in han_tokens(text, singles=True)),
        "p": tuple(token for run in runs for token in chinese.readings(run)),
        "w": tuple(token for run in runs for token in chinese.word_readings(run)),
    }


def _body_fields(document: SearchDocument) -> dict[str, list[str]]:
    bodies = {lang: prepared(text) for lang, text in document.bodies.items()}
    words = {lang: _distinct(word for word in latin(text) if word != GAP) for lang, text in bodies.items()}
    return {
        "bx": _distinct(word for some in words.values() for word in some),
        "bf": _distinct(word for lang, some in words.items() for word in folded(lang, some)),
        "bz": _distinct(token for text in bodies.values() for token in han_tokens(text, singles=False)),
    }


def _distinct(tokens: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tokens))


def plain(text: str) -> str:
    """Return a prepared text without anything between its words, as names are compared whole."""
    return "".join(word for word in (*latin(text), *han_runs(text)) if word != GAP)


def _same(document: SearchDocument) -> list[str]:
    names = [prepared(name) for name in (*document.names.values(), *document.also_called.values())]
    return _distinct(plain(text) for name in [*names, prepared(document.sku)] for text in (name, main_part(name)))


def _alike(document: SearchDocument) -> list[str]:
    names = [prepared(name) for name in (*document.names.values(), *document.also_called.values())]
    return _distinct(
        "".join(
            [*(fold(word) for word in latin(text) if word != GAP), *(chinese.joined(run) for run in han_runs(text))]
        )
        for name in names
        for text in (name, main_part(name))
    )


def _codes(document: SearchDocument) -> dict[str, list[str]]:
    flags = {"gi": document.gi, "cold": document.cold_chain}
    return {
        "type": [str(document.type)],
        "category": list(document.categories),
        "county": [document.county] if document.county else [],
        "producer": [document.producer] if document.producer else [],
        "flag": [
            *(flag for flag, is_set in flags.items() if is_set),
            *(month_flag(one) for one in document.season_months),
        ],
    }


def month_flag(month: int) -> str:
    """Return the flag that a thing in season in a month carries."""
    return f"m{month}"


def _sort_keys(document: SearchDocument) -> dict[str, str]:
    popularity = _MOST_POPULAR - min(max(document.popularity, 0), _MOST_POPULAR)
    rank = f"{_TYPE_ORDER[document.type]}{popularity:010}{document.sku or document.id}\t{document.id}"
    price = None if document.price is None else micro(document.price)
    age = _END_OF_TIME - (int(document.created_at.timestamp()) if document.created_at else 0)
    return {
        "rank": rank,
        "price_up": f"{_NO_PRICE if price is None else price:016}{rank}",
        "price_down": f"{_NO_PRICE if price is None else _NO_PRICE - 1 - price:016}{rank}",
        "newest": f"{age:012}{rank}",
    } | {f"name_{lang}": f"{collated(lang, _name(document, lang))}\t{rank}" for lang in LANGUAGES}


def _name(document: SearchDocument, lang: str) -> str:
    return document.names.get(lang) or next(iter(document.names.values()), "")


def collated(lang: str, name: str) -> str:
    """Return a key that sorts names as readers expect: Chinese by its reading, ă after a, đ after d."""
    text = prepared(name)
    if lang == "zh-hans":
        return " ".join([*(chinese.joined(run) for run in han_runs(text)), *latin(text)])
    if lang == "vi":
        return f"{fold_tones(text)} {text}"
    return fold(text)


def fold_tones(text: str) -> str:
    """Return Vietnamese as the order of its alphabet sees it: letters told apart, tones not."""
    toneless = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
    apart = "".join(_without_tone(character, toneless) for character in text)
    return apart.translate(_VIETNAMESE_ORDER)


def _without_tone(character: str, toneless: dict[int, int | None]) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", decomposed.translate(toneless))
