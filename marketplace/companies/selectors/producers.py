"""Producers as visitors see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from marketplace.companies.models import Company, CompanyQuerySet
from marketplace.kernel.languages import columns
from marketplace.kernel.text import is_clean


def producers(*, county_id: int | None = None) -> CompanyQuerySet:
    """Return visible producers with their county, in the order they came; one query. Counting their goods is the
    catalogue's.
    """
    found = cast("CompanyQuerySet", Company.objects.all()).producers().select_related("county").order_by("pk")
    return found.filter(county_id=county_id) if county_id is not None else found


def producer_by_slug(slug: str) -> Company:
    """Return one visible producer with its county. One query.

    Raises:
        Company.DoesNotExist: no such producer, or visitors may not see it.
    """
    return producers().get(slug=slug)


def producer_names(slugs: Sequence[str], *, language: str) -> dict[str, str]:
    """Return what visible producers are called, by slug; slugs that name none are left out. One query, or none."""
    texts = [f"name_{suffix}" for suffix in columns(language)]
    few = [slug for slug in slugs if is_clean(slug)]
    rows = producers().filter(slug__in=few).order_by().values_list("slug", *texts, "legal_name") if few else ()
    return {row[0]: next((text for text in row[1:] if text), "") for row in rows}
