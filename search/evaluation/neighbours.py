"""Thousands of made-up goods to look for the judged ones among, put together from real parts.

A neighbour is a thing that the demonstration market does not sell (data/neighbours.toml), from one of its counties and
producers, in one of its categories, packed as its goods are, described in sentences of its goods. So it meets queries
by county, adjective, category, pack and text, and is an answer only to what ``belongs_to`` says.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from search.documents import LANGUAGES, DocumentType, SearchDocument, Texts
from search.evaluation.judgements import DATA

PREFIX: Final = "good:SY-"
SEED: Final = 20261124
_SHORT_COUNTY: Final = 2  # characters: 蒙自 of 蒙自市, 屏边 of 屏边苗族自治县
_MOST_POPULAR: Final = 10_000
_WEIGHTS: Final = (1, 2, 5, 10, 13, 15, 20, 25)  # kg
_PACKS: Final = {"zh-hans": "{}千克纸箱", "vi": "Thùng carton {} kg", "en": "{} kg carton"}
_SENTENCE_ENDS: Final = {"zh-hans": "。", "vi": ". ", "en": ". "}


@cache
def _parts() -> Mapping[str, Sequence[Mapping[str, str]]]:
    return tomllib.loads((DATA / "neighbours.toml").read_text(encoding="utf-8"))


def neighbours(*, count: int, around: Sequence[SearchDocument], seed: int = SEED) -> Iterator[SearchDocument]:
    """Yield made-up goods, the same ones for the same arguments; how often a thing comes falls by Zipf's law.

    Args:
        count: how many.
        around: the market whose counties, producers, categories and sentences they share; one of each at least.
        seed: of the pseudo-random choices.
    """
    choose = random.Random(seed)  # noqa: S311 - never for secrets; a fixed seed is the point
    of_type = {kind: [one for one in around if one.type is kind] for kind in DocumentType}
    families = _families(of_type[DocumentType.CATEGORY])
    things, forms = _parts()["goods"], _parts()["forms"]
    for number in range(count):
        yield _neighbour(
            number,
            thing=_by_zipf(things, choose),
            form=choose.choice(forms),
            county=_by_zipf(of_type[DocumentType.COUNTY], choose),
            producer=_by_zipf(of_type[DocumentType.PRODUCER], choose),
            families=families,
            tale=choose.choice(of_type[DocumentType.GOOD]).bodies,
            choose=choose,
        )


def belongs_to(neighbour: SearchDocument, document: SearchDocument) -> bool:
    """Tell whether a neighbour is an answer to a query for this county, producer or category."""
    code = document.id.partition(":")[2]
    return code in {neighbour.county, neighbour.producer, *neighbour.categories}


def _by_zipf(some: Sequence[Any], choose: random.Random) -> Any:
    return choose.choices(some, weights=[1 / place for place in range(1, len(some) + 1)])[0]


def _families(categories: Sequence[SearchDocument]) -> Mapping[str, Sequence[SearchDocument]]:
    """Return the categories by code, each with its ancestors; a category without any stands alone."""
    by_code = {one.id.partition(":")[2]: one for one in categories}
    return {code: [by_code[other] for other in one.categories or (code,)] for code, one in by_code.items()}


def _neighbour(
    number: int,
    *,
    thing: Mapping[str, str],
    form: Texts,
    county: SearchDocument,
    producer: SearchDocument,
    families: Mapping[str, Sequence[SearchDocument]],
    tale: Texts,
    choose: random.Random,
) -> SearchDocument:
    family = families.get(thing["category"], ())
    weight, place = choose.choice(_WEIGHTS), county.also_called or county.names
    names = {lang: _name(lang, thing, form, place) for lang in LANGUAGES}
    return SearchDocument(
        id=f"{PREFIX}{number:06d}",
        type=DocumentType.GOOD,
        sku=f"SY-{number:06d}",
        names=names,
        bodies={lang: _told(lang, names, tale) for lang in LANGUAGES},
        keywords={lang: pack.format(weight) for lang, pack in _PACKS.items()},
        category_names={lang: " · ".join(one.names[lang] for one in family) for lang in LANGUAGES},
        county_names=place,
        producer_names=producer.names,
        path=f"goods/neighbour-{number:06d}/",
        hs_code=thing["hs"],
        categories=tuple(one.id.partition(":")[2] for one in family),
        county=county.id.partition(":")[2],
        producer=producer.id.partition(":")[2],
        season_months=tuple(sorted(choose.sample(range(1, 13), k=choose.randrange(1, 13)))),
        gi=choose.random() < 1 / 10,
        cold_chain=choose.random() < 1 / 3,
        price=Decimal(choose.randrange(20, 5_000)) / 100,
        popularity=_MOST_POPULAR // (number + 1),
        created_at=datetime(2026, 1 + number % 11, 1 + number % 28, tzinfo=UTC),
    )


def _name(lang: str, thing: Texts, form: Texts, county: Texts) -> str:
    if lang == "zh-hans":
        return f"{county[lang][:_SHORT_COUNTY]}{form[lang]}{thing[lang]}"
    parts = [county[lang], form[lang], thing[lang]]
    return " ".join(part for part in (parts if lang == "en" else parts[::-1]) if part)


def _told(lang: str, names: Texts, tale: Texts) -> str:
    """Return a description: the name, and the last sentence of somebody else's, which is mostly about packing."""
    end = _SENTENCE_ENDS[lang]
    return f"{names[lang]}{end}{tale.get(lang, '').rstrip('。. ').rpartition(end)[2]}{end.strip()}"
