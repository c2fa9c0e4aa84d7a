"""Goods and categories as the search finds them. What visitors may not see is not in here, so it cannot leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from marketplace.catalog.models import Category, Good, GoodQuerySet
from marketplace.catalog.selectors import published
from marketplace.kernel.languages import MAIN, texts_of
from search.documents import LANGUAGES, DocumentType, SearchDocument

_CHUNK: Final = 500


class GoodSource:
    """Published goods of verified producers: ``good:<sku>``."""

    prefix = "good"

    def count(self) -> int:
        return published().count()

    def iter_documents(self) -> Iterator[SearchDocument]:
        return (_good(good) for good in _whole(published()).iterator(chunk_size=_CHUNK))

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        named = cast("GoodQuerySet", Good.objects.filter(sku__in=[one.partition(":")[2] for one in ids]))
        return (_good(good) for good in _whole(named.published_few()))


class CategorySource:
    """All categories: ``category:<code>``."""

    prefix = "category"

    def count(self) -> int:
        return Category.objects.count()

    def iter_documents(self) -> Iterator[SearchDocument]:
        return (_category(row) for row in Category.objects.select_related("parent").order_by("pk").iterator())

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        codes = [one.partition(":")[2] for one in ids]
        return (_category(row) for row in Category.objects.select_related("parent").filter(code__in=codes))


def _whole(goods: GoodQuerySet) -> GoodQuerySet:
    related = goods.select_related("category__parent", "county", "producer")
    return related.prefetch_related("packs").order_by("pk")


def _good(good: Good) -> SearchDocument:
    family = [one for one in (good.category, good.category.parent) if one is not None]
    return SearchDocument(
        id=f"good:{good.sku}",
        type=DocumentType.GOOD,
        sku=good.sku,
        names=texts_of(good, "name"),
        bodies=texts_of(good, "description"),
        keywords=_joined([*_attributes(good), *(texts_of(pack, "name") for pack in good.packs.all())]),
        category_names=_joined([texts_of(one, "name") for one in family]),
        county_names=texts_of(good.county, "name"),
        producer_names=texts_of(good.producer, "name") or {MAIN.code: good.producer.legal_name},
        path=f"goods/{good.slug}/",
        hs_code=good.hs_code,
        categories=tuple(one.code for one in family),
        county=good.county.slug,
        producer=good.producer.slug,
        season_months=tuple(good.season_months),
        gi=good.is_gi_protected,
        cold_chain=good.is_cold_chain,
        price=good.price_usd,
        popularity=good.popularity,
        created_at=good.published_at,
    )


def _category(category: Category) -> SearchDocument:
    family = [one for one in (category, category.parent) if one is not None]
    return SearchDocument(
        id=f"category:{category.code}",
        type=DocumentType.CATEGORY,
        names=texts_of(category, "name"),
        path=f"goods/?category={category.code}",
        categories=tuple(one.code for one in family),
    )


def _attributes(good: Good) -> list[dict[str, str]]:
    """The values of the specification, without their labels: who searches types 600 g, not weight."""
    return [
        {code: row[code.replace("-", "_")][1] for code in LANGUAGES if code.replace("-", "_") in row}
        for row in good.attributes
    ]


def _joined(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    rows = list(texts)
    joined = {code: " · ".join(row[code] for row in rows if row.get(code)) for code in LANGUAGES}
    return {code: text for code, text in joined.items() if text}
