"""One good with everything that its page shows, and the goods that stand near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Case, Q, When

from marketplace.catalog.models import Good, GoodQuerySet, Pack, Picture
from marketplace.catalog.selectors.cards import Card, Shelf, cards, first_shelf, published
from marketplace.catalog.selectors.shared_rows import shared_rows
from marketplace.kernel.text import is_clean
from marketplace.reference.models import ExportDocument
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class GoodDetail:
    """``good`` comes with category (and its parent), county, producer and unit; the lists in the order in which
    they are shown.
    """

    good: Good
    packs: Sequence[Pack]
    documents: Sequence[ExportDocument]
    pictures: Sequence[Picture]


def good_detail(slug: str, *, revision: int) -> GoodDetail:
    """Return a good that visitors may see. Four queries, and one for the rows that goods share or none.

    Args:
        slug: the good's.
        revision: the storefront's, from ``storefront_revision``.

    Raises:
        Good.DoesNotExist: no such good, or visitors may not see it.
    """
    if not is_clean(slug):
        raise Good.DoesNotExist
    good = _with_all().get(slug=slug)
    shared_rows(revision=revision).give_to(good)
    return GoodDetail(
        good=good,
        packs=list(good.packs.order_by("position")),
        documents=list(good.documents.order_by("pk")),
        pictures=list(good.pictures.order_by("position")),
    )


@cache
def _with_all() -> GoodQuerySet:
    """Return the query that ``get`` narrows to one good, built once."""
    return published().select_related("producer")


def related(good: Good, *, language: str, revision: int, limit: int = 4) -> list[Card]:
    """Return the goods near ``good`` as cards: of its category; where it is alone in that, of the categories beside
    it, then of its county or producer. In each the popular ones first. One query or none, two more where it is alone.

    Args:
        good: with its category.
        language: of the cards.
        revision: the storefront's.
        limit: so many at most; fewer where fewer goods are near.
    """
    key = ("best of category", revision, good.category_id, limit)
    best = fragments.remember(key, lambda: _best_of_category(good.category_id, limit + 1))
    near = [card for card in best.cards(language) if card.id != good.pk][:limit]
    return near or cards(_around(good, limit), language=language, revision=revision)


def _best_of_category(category_id: int, limit: int) -> Shelf:
    return first_shelf(published().filter(category_id=category_id), limit=limit)


def _around(good: Good, limit: int) -> list[int]:
    beside = Q(category__parent_id=good.category.parent_id, category__parent__isnull=False)
    near = published().exclude(pk=good.pk)
    around = near.filter(beside | Q(county_id=good.county_id) | Q(producer_id=good.producer_id))
    distance = Case(When(beside, then=0), default=1)
    return list(around.order_by(distance, "-popularity", "id").values_list("pk", flat=True)[:limit])
