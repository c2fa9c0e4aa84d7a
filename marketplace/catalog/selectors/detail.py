"""One good with everything that its page shows, and the goods that stand near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, When

from marketplace.catalog.models import Good, Pack, Picture
from marketplace.catalog.selectors.cards import Card, cards, published
from marketplace.kernel.text import is_clean
from marketplace.reference.models import ExportDocument


@dataclass(frozen=True, slots=True)
class GoodDetail:
    """``good`` comes with category (and its parent), county, producer and unit; the lists in the order in which
    they are shown.
    """

    good: Good
    packs: Sequence[Pack]
    documents: Sequence[ExportDocument]
    pictures: Sequence[Picture]


def good_detail(slug: str) -> GoodDetail:
    """Return a good that visitors may see. Four queries.

    Raises:
        Good.DoesNotExist: no such good, or visitors may not see it.
    """
    if not is_clean(slug):
        raise Good.DoesNotExist
    good = published().select_related("category__parent", "county", "producer__county", "unit").get(slug=slug)
    return GoodDetail(
        good=good,
        packs=list(good.packs.order_by("position")),
        documents=list(good.documents.order_by("pk")),
        pictures=list(good.pictures.order_by("position")),
    )


def related(good: Good, *, language: str, limit: int = 4) -> list[Card]:
    """Return the goods near ``good`` as cards. One query more than ``related_keys``."""
    return cards([pk for pk, _ in related_keys(good, limit=limit)], language=language)


def related_keys(good: Good, *, limit: int = 4) -> list[tuple[int, int]]:
    """Return (id, revision) of goods near ``good``: of its category; where it is alone in that, of the categories
    beside it, then of its county or producer. In each the popular ones first. One query, two where it is alone.

    Args:
        good: with its category.
        limit: so many at most; fewer where fewer goods are near.
    """
    near = published().exclude(pk=good.pk)
    alike = near.filter(category_id=good.category_id).order_by("-popularity", "id")
    found = list(alike.values_list("pk", "revision")[:limit])
    if not found:
        beside = Q(category__parent_id=good.category.parent_id, category__parent__isnull=False)
        around = near.filter(beside | Q(county_id=good.county_id) | Q(producer_id=good.producer_id))
        distance = Case(When(beside, then=0), default=1)
        others = around.order_by(distance, "-popularity", "id")
        found = list(others.values_list("pk", "revision")[:limit])
    return found
