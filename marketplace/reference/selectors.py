"""Reads of the reference tables. They change seldom: the small ones are kept in the process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from marketplace.kernel.languages import best, texts_of
from marketplace.reference.models import County
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class CountyEntry:
    """One county as menus, filters and maps show it. ``names``: language code -> short name; degrees."""

    id: int
    code: str
    slug: str
    names: Mapping[str, str]
    latitude: Decimal
    longitude: Decimal

    def name(self, language: str) -> str:
        """Return the short name in ``language`` (or what stands in for it)."""
        return best(self.names, language)


def counties(*, version: int) -> tuple[CountyEntry, ...]:
    """Return all counties by code. One query, or none.

    Args:
        version: the storefront's revision; a new one reads anew.
    """
    return fragments.remember(("counties", version), _counties)


def county_by_slug(slug: str) -> County:
    """Return one county with its texts. One query.

    Raises:
        County.DoesNotExist: no such county.
    """
    return County.objects.get(slug=slug)


def _counties() -> tuple[CountyEntry, ...]:
    return tuple(
        CountyEntry(one.pk, one.code, one.slug, texts_of(one, "name"), one.latitude, one.longitude)
        for one in County.objects.order_by("code")
    )
