"""What operators last said of goods, for their producer."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.catalog.models import Good, GoodDecision, GoodStatus, GoodVerdict

# A word stands for as long as the good is as the word left it.
_STANDS = {GoodStatus.DRAFT: GoodVerdict.RETURNED, GoodStatus.SUSPENDED: GoodVerdict.SUSPENDED}


def last_words(goods: Iterable[Good]) -> dict[int, GoodDecision]:
    """Return why goods were given back or suspended, by their id, where that still stands. One query."""
    waiting = {good.pk: _STANDS[GoodStatus(good.status)] for good in goods if good.status in _STANDS}
    found = GoodDecision.objects.filter(good_id__in=waiting).order_by("decided_at", "pk")
    newest = {decision.good_id: decision for decision in found}
    return {pk: decision for pk, decision in newest.items() if decision.decision == waiting[pk]}


def last_word(good: Good) -> GoodDecision | None:
    """Return why a good was given back or suspended, None where nothing stands against it. One query."""
    return last_words([good]).get(good.pk)
