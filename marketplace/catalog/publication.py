"""What a good must have before visitors see it."""

from __future__ import annotations

from marketplace.catalog.errors import GoodIncomplete
from marketplace.catalog.models import Good


def missing(good: Good) -> list[str]:
    """Return what ``good`` lacks, by stable name: two queries.

    Names: ``name_zh_hans``, ``name_vi``, ``hs_code``, ``origin_country``, ``unit``, ``ordering_reason``, ``picture``,
    ``pack``, ``price``.
    """
    facts = {
        "name_zh_hans": bool(good.name_zh_hans),
        "name_vi": bool(good.name_vi),
        "hs_code": bool(good.hs_code),
        "origin_country": bool(good.origin_country),
        "unit": bool(good.unit_id),
        "ordering_reason": good.is_orderable or bool(good.ordering_reason_zh_hans and good.ordering_reason_vi),
        "picture": good.pictures.exists(),
        "pack": good.packs.exists(),
        "price": good.price_from is not None,
    }
    return [name for name, is_there in facts.items() if not is_there]


def ensure_complete(good: Good) -> None:
    """Raise GoodIncomplete with everything that is missing, unless nothing is."""
    lacking = missing(good)
    if lacking:
        raise GoodIncomplete(missing=lacking)
