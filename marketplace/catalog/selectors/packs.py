"""The packs of goods that stand in a table."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.catalog.models import Pack


def packs_of(good_ids: Collection[int]) -> dict[int, list[Pack]]:
    """Return the packs of each of these goods in their order, by the good's id. One query."""
    found: dict[int, list[Pack]] = {pk: [] for pk in good_ids}
    for pack in Pack.objects.filter(good_id__in=good_ids).order_by("good_id", "position"):
        found[pack.good_id].append(pack)
    return found
