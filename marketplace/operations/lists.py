"""Lists of companies and goods: what operators look for, and how they narrow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest

from marketplace.catalog.models import Good, GoodStatus, Picture
from marketplace.companies.models import Company, CompanyKind, CompanyStatus
from marketplace.kernel.languages import SUFFIXES
from marketplace.kernel.text import clean

PAGE_SIZE: Final = 30
_LONGEST: Final = 80
_NAMES: Final = tuple(f"name_{suffix}" for suffix in SUFFIXES)


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` is what was typed; ``status``, ``kind`` and ``producer`` are empty for all."""

    text: str
    status: str
    kind: str = ""
    producer: str = ""


def asked_for_companies(request: HttpRequest) -> Asked:
    """Return what the address asks for; what nobody knows means all."""
    return Asked(
        text=_text(request),
        status=_one_of(request.GET.get("status", ""), CompanyStatus.values),
        kind=_one_of(request.GET.get("kind", ""), CompanyKind.values),
    )


def asked_for_goods(request: HttpRequest) -> Asked:
    """Return what the address asks for; what nobody knows means all."""
    return Asked(
        text=_text(request),
        status=_one_of(request.GET.get("status", ""), GoodStatus.values),
        producer=clean(request.GET.get("producer", ""), limit=_LONGEST),
    )


def companies(asked: Asked) -> QuerySet[Company]:
    """Return companies by name in any language, code, city or a person's e-mail; those that wait longest first."""
    found = Company.objects.select_related("county")
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.text:
        text = asked.text
        names = ("legal_name", *_NAMES, "city")
        matches = Q(tax_code__istartswith=text) | Q(customs_code__istartswith=text)
        for name in names:
            matches |= Q(**{f"{name}__icontains": text})
        found = found.filter(matches | Q(pk__in=Company.objects.filter(memberships__user__email__icontains=text)))
    return found.order_by("created_at", "pk") if asked.status else found.order_by("-created_at", "-pk")


def goods(asked: Asked) -> QuerySet[Good]:
    """Return goods by name in any language, number, HS code or producer, with unit, producer and pictures."""
    found = Good.objects.select_related("producer", "category", "unit")
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.producer:
        found = found.filter(producer__slug=asked.producer)
    if asked.text:
        text = asked.text
        matches = Q(sku__istartswith=text) | Q(hs_code__startswith=text) | Q(producer__legal_name__icontains=text)
        for name in _NAMES:
            matches |= Q(**{f"{name}__icontains": text})
        found = found.filter(matches)
    pictures = Prefetch("pictures", Picture.objects.order_by("position"))
    return found.prefetch_related(pictures).order_by("sku")


def _text(request: HttpRequest) -> str:
    return clean(request.GET.get("q", ""), limit=_LONGEST).strip()


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""
