"""What a good must have before visitors see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.catalog.errors import GoodIncomplete
from marketplace.catalog.models import Good
from marketplace.kernel.languages import LANGUAGES, OWED_SUFFIXES, label_in

LABELS: Final = {
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
    return " · ".join(_label(name) for name in missing)


def _label(name: str) -> str:
    owed = next((one for one in LANGUAGES if name == f"name_{one.column}"), None)
    return label_in(_("Name"), owed.code) if owed else str(LABELS[name])


def missing(good: Good) -> list[str]:
    """Return what ``good`` lacks, by stable name: two queries.

    Names: ``name_`` with the suffix of a language in which it is owed, ``hs_code``, ``origin_country``, ``unit``,
    ``ordering_reason``, ``picture``, ``pack``, ``price``.
    """
    facts = {
        **{f"name_{suffix}": bool(getattr(good, f"name_{suffix}")) for suffix in OWED_SUFFIXES},
        "hs_code": bool(good.hs_code),
        "origin_country": bool(good.origin_country),
        "unit": bool(good.unit_id),
        "ordering_reason": good.is_orderable
        or all(getattr(good, f"ordering_reason_{suffix}") for suffix in OWED_SUFFIXES),
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
