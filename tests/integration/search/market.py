"""The demonstration market as documents, straight from its files: no database, 69 goods and what they belong to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from scripts.environment import ROOT
from search.documents import DocumentType, SearchDocument

Row = Mapping[str, Any]
CODES = {"zh-hans": "zh", "vi": "vi", "en": "en"}


def _read(name: str) -> Any:
    return json.loads((ROOT / "marketplace" / "demonstration" / f"{name}.json").read_text(encoding="utf-8"))


def _texts(row: Row, prefix: str = "") -> dict[str, str]:
    return {lang: row[f"{prefix}{code}"] for lang, code in CODES.items()}


def _short(county: Row) -> dict[str, str]:
    return {"zh-hans": county["zh_short"], "vi": county["vi"], "en": county["en"]}


def _joined(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {lang: " · ".join(one[lang] for one in texts) for lang in CODES}


def county_slug(row: Row) -> str:
    return str(row["en"]).lower().replace(" ", "-")


@cache
def documents() -> tuple[SearchDocument, ...]:
    """Return every document, the two unpublished goods included."""
    return (*_goods(), *_categories(), *_counties(), *_producers())


def published() -> list[SearchDocument]:
    return [one for one in documents() if one.published]


def good(sku: str) -> SearchDocument:
    return next(one for one in documents() if one.sku == sku)


def _goods() -> Iterator[SearchDocument]:
    trade = _read("trade")["goods"]
    categories = {row["code"]: row for row in _read("categories")["categories"]}
    counties = {row["code"]: row for row in _read("counties")}
    producers = {row["id"]: row for row in _read("producers")["producers"]}
    for row in _read("goods")["goods"]:
        more, county = trade[row["sku"]], counties[row["county_code"]]
        family = [categories[code] for code in (row["category"], categories[row["category"]]["parent"]) if code]
        packs = [_texts(pack, "name_") for pack in more["packs"]]
        attributes = [{lang: one[code][1] for lang, code in CODES.items()} for one in more["attributes"]]
        yield SearchDocument(
            id=f"good:{row['sku']}",
            type=DocumentType.GOOD,
            sku=row["sku"],
            names=_texts(row, "name_"),
            bodies=_texts(row, "desc_"),
            keywords=_joined([*packs, *attributes]),
            category_names=_joined([_texts(one) for one in family]),
            county_names=_short(county),
            producer_names=_texts(producers[row["producer_id"]], "name_"),
            path=f"goods/{more['slug']}/",
            hs_code=row["hs_code"],
            categories=tuple(one["code"] for one in family),
            county=county_slug(county),
            producer=row["producer_id"],
            season_months=tuple(more["season_months"] or ()),
            gi=more["gi_protected"],
            cold_chain=more["cold_chain"],
            price=Decimal(str(row["fob_price"])),
            published=row["published"],
        )


def _categories() -> Iterator[SearchDocument]:
    for row in _read("categories")["categories"]:
        yield SearchDocument(
            id=f"category:{row['code']}",
            type=DocumentType.CATEGORY,
            names=_texts(row),
            path=f"goods/?category={row['code']}",
        )


def _counties() -> Iterator[SearchDocument]:
    for row in _read("counties"):
        slug = county_slug(row)
        yield SearchDocument(
            id=f"county:{slug}",
            type=DocumentType.COUNTY,
            names={"zh-hans": row["zh"], "vi": row["vi_full"], "en": row["en_full"]},
            also_called=_short(row),
            bodies=_texts(row, "desc_"),
            path=f"counties/{slug}/",
            county=slug,
        )


def _producers() -> Iterator[SearchDocument]:
    for row in _read("producers")["producers"]:
        names, bodies = _texts(row, "name_"), _texts(row, "desc_")
        yield SearchDocument(
            id=f"producer:{row['id']}",
            type=DocumentType.PRODUCER,
            names=names,
            bodies=bodies,
            path=f"producers/{row['id']}/",
        )
