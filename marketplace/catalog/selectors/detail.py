"""One good with everything that its page shows, and the goods that stand near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

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
    """Return goods near ``good``: of its category first, then of its county or producer. Two queries, three at
    most.
    """
    near = published().exclude(pk=good.pk).order_by("-popularity", "id")
    ids = list(near.filter(category_id=good.category_id).values_list("pk", flat=True)[:limit])
    if len(ids) < limit:
        neighbours = near.filter(Q(county_id=good.county_id) | Q(producer_id=good.producer_id)).exclude(pk__in=ids)
        ids += neighbours.values_list("pk", flat=True)[: limit - len(ids)]
    return cards(ids, language=language)
