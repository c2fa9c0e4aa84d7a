"""What a good says of itself, as plain text by name: what an operator compares with what was on the market before.

Rooms above add what they keep of it, in ``AppConfig.ready``: ``pricing`` its prices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.languages import LANGUAGES, SUFFIXES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from marketplace.catalog.models import Good, LastPublished, Pack

PACK: Final = "pack"
PRICE: Final = "price"


class FactSource(Protocol):
    def __call__(self, good: Good) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class FactRow:
    """``before`` is None where nothing is known of what was on the market; ``now`` empty: it is gone."""

    label: str
    before: str | None
    now: str

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.now


_sources: Final[dict[str, FactSource]] = {}


def describes(name: str, source: FactSource) -> None:
    """Register what a room above keeps of a good.

    Raises:
        ImproperlyConfigured: another one has that name.
    """
    if name in _sources:
        raise ImproperlyConfigured(f"The facts “{name}” of a good are registered twice")
    _sources[name] = source


def facts_of(good: Good) -> dict[str, str]:
    """Return everything that is reviewed, by name, in a fixed order. Four queries, and those of the rooms above."""
    facts = {
        f"{name}_{suffix}": getattr(good, f"{name}_{suffix}") or ""
        for name in ("name", "description", "ordering_reason", "storage", "fob_place")
        for suffix in SUFFIXES
    }
    facts |= {
        "category": good.category.code,
        "hs_code": good.hs_code,
        "origin_country": good.origin_country,
        "unit": good.unit.code,
        "ordering": str(good.ordering),
        "is_gi_protected": _flag(good.is_gi_protected),
        "is_cold_chain": _flag(good.is_cold_chain),
        "season": " ".join(str(month) for month in good.season_months),
        "temperature": _range(good.storage_min_c, good.storage_max_c),
        "shelf_life_days": "" if good.shelf_life_days is None else str(good.shelf_life_days),
        "lead_time_days": _range(good.lead_time_min_days, good.lead_time_max_days),
        "attributes": "; ".join(" / ".join(": ".join(pair) for pair in row.values()) for row in good.attributes),
        "pictures": " ".join(picture.file.name for picture in good.pictures.order_by("position")),
        "documents": " ".join(document.code for document in good.documents.order_by("pk")),
    }
    for pack in good.packs.order_by("position"):
        facts |= _pack(pack)
    for source in _sources.values():
        facts |= source(good)
    return facts


def compared(now: Mapping[str, str], before: LastPublished | None) -> list[FactRow]:
    """Return each fact beside what stood on the market before, the changed ones first; empty ones are left out."""
    old: Mapping[str, str] | None = before.facts if before else None
    names = [*now, *(name for name in old or {} if name not in now)]
    rows = [FactRow(label_of(name), None if old is None else old.get(name, ""), now.get(name, "")) for name in names]
    return sorted((row for row in rows if row.now or row.before), key=lambda row: not row.is_changed)


def label_of(name: str) -> str:
    """Return what a fact is called, in the reader's language."""
    kind, mark, number = name.partition(":")
    if mark:
        return str(_NUMBERED[kind]) % {"sku": number}
    for language in LANGUAGES:
        if name.endswith(f"_{language.column}"):
            base = str(_LABELS[name.removesuffix(f"_{language.column}")])
            return _("%(label)s (%(language)s)") % {"label": base, "language": language.own_name}
    return str(_LABELS.get(name, name))


def _pack(pack: Pack) -> dict[str, str]:
    names = " / ".join(getattr(pack, f"name_{suffix}") or "–" for suffix in SUFFIXES)
    weights = " / ".join(f"{value.normalize():f}" for value in (pack.content, pack.net_kg, pack.gross_kg))
    size = " × ".join(f"{value.normalize():f}" for value in (pack.length_cm, pack.width_cm, pack.height_cm))
    return {
        f"{PACK}:{pack.sku}": names,
        f"weights:{pack.sku}": weights,
        f"size:{pack.sku}": size,
        f"pallet:{pack.sku}": str(pack.per_pallet),
        f"rule:{pack.sku}": f"{pack.moq} / {pack.step}",
    }


def _range(low: object, high: object) -> str:
    return "" if low is None else f"{low}–{high}"


def _flag(value: bool) -> str:
    return "✓" if value else "–"


_LABELS: Final[Mapping[str, StrOrPromise]] = {
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("Description"),
    "ordering_reason": gettext_lazy("Why by enquiry only"),
    "storage": gettext_lazy("Storage"),
    "fob_place": gettext_lazy("Handed over at"),
    "category": gettext_lazy("Category"),
    "hs_code": gettext_lazy("HS code"),
    "origin_country": gettext_lazy("Country of origin"),
    "unit": gettext_lazy("Unit"),
    "ordering": gettext_lazy("How it is ordered"),
    "is_gi_protected": gettext_lazy("Geographical indication"),
    "is_cold_chain": gettext_lazy("Cold chain"),
    "season": gettext_lazy("Months of harvest"),
    "temperature": gettext_lazy("Temperature (°C)"),
    "shelf_life_days": gettext_lazy("Shelf life (days)"),
    "lead_time_days": gettext_lazy("Lead time (days)"),
    "attributes": gettext_lazy("Attributes"),
    "pictures": gettext_lazy("Pictures"),
    "documents": gettext_lazy("Export papers"),
}
_NUMBERED: Final[Mapping[str, StrOrPromise]] = {
    PACK: gettext_lazy("Pack %(sku)s"),
    "weights": gettext_lazy("Content, net and gross weight of %(sku)s (kg)"),
    "size": gettext_lazy("Measures of %(sku)s (cm)"),
    "pallet": gettext_lazy("%(sku)s on a pallet"),
    "rule": gettext_lazy("Minimum and step of %(sku)s"),
    PRICE: gettext_lazy("Prices of %(sku)s"),
}
