"""What a good must have before visitors see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.catalog.errors import GoodIncomplete
from marketplace.catalog.models import Good

LABELS: Final = {
    "name_zh_hans": _("Chinese name"),
    "name_vi": _("Vietnamese name"),
    "hs_code": _("HS code"),
    "origin_country": _("Country of origin"),
    "unit": _("Unit"),
    "ordering_reason": _("Why it is by enquiry only, in Chinese and Vietnamese"),
    "picture": _("Picture"),
    "pack": _("Pack"),
    "price": _("Price of every pack"),
}


def labels(missing: Iterable[str]) -> str:
    """Return what is missing as a list for people, in the reader's language."""
    return " · ".join(str(LABELS[name]) for name in missing)


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
