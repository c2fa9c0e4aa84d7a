"""One good with everything that its page shows, and the goods that stand near it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Q, When

from marketplace.catalog.models import Category, Good, Pack, Picture
from marketplace.catalog.selectors.cards import Card, cards, first_cards, published
from marketplace.kernel.process_cache import remember
from marketplace.kernel.text import is_clean
from marketplace.reference.models import ExportDocument

_SECONDS: Final = 60.0


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
    """Return a good that visitors may see. Four queries, and one for the categories or none.

    Args:
        slug: the good's.
        revision: the storefront's, from ``storefront_revision``.

    Raises:
        Good.DoesNotExist: no such good, or visitors may not see it.
    """
    if not is_clean(slug):
        raise Good.DoesNotExist
    good = published().select_related("county", "producer__county", "unit").get(slug=slug)
    categories = remember(("category rows", revision), _categories, seconds=_SECONDS)
    if good.category_id in categories:
        good.category = categories[good.category_id]
    return GoodDetail(
        good=good,
        packs=list(good.packs.order_by("position")),
        documents=list(good.documents.order_by("pk")),
        pictures=list(good.pictures.order_by("position")),
    )


def _categories() -> Mapping[int, Category]:
    """Return all categories with their parents: rows that goods share, never changed once they are read."""
    found = Category.objects.in_bulk()
    for category in found.values():
        if category.parent_id is not None:
            category.parent = found[category.parent_id]
    return found


def related(good: Good, *, language: str, revision: int, limit: int = 4) -> list[Card]:
    """Return the goods near ``good`` as cards: of its category; where it is alone in that, of the categories beside
    it, then of its county or producer. In each the popular ones first. One query or none, two more where it is alone.

    Args:
        good: with its category.
        language: of the cards.
        revision: the storefront's.
        limit: so many at most; fewer where fewer goods are near.
    """
    key = ("best of category", revision, good.category_id, language, limit)
    best = remember(key, lambda: _best_of_category(good.category_id, language, limit + 1), seconds=_SECONDS)
    near = [card for card in best if card.id != good.pk][:limit]
    return near or cards(_around(good, limit), language=language, revision=revision)


def _best_of_category(category_id: int, language: str, limit: int) -> Sequence[Card]:
    return first_cards(published().filter(category_id=category_id), language=language, limit=limit)


def _around(good: Good, limit: int) -> list[int]:
    beside = Q(category__parent_id=good.category.parent_id, category__parent__isnull=False)
    near = published().exclude(pk=good.pk)
    around = near.filter(beside | Q(county_id=good.county_id) | Q(producer_id=good.producer_id))
    distance = Case(When(beside, then=0), default=1)
    return list(around.order_by(distance, "-popularity", "id").values_list("pk", flat=True)[:limit])
