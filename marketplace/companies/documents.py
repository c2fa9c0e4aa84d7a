"""Producers as the search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from marketplace.companies.models import Company
from marketplace.companies.selectors import producers
from marketplace.kernel.languages import MAIN, texts_of
from marketplace.reference.models import County
from search.documents import DocumentType, SearchDocument


class ProducerSource:
    """Visible producers: ``producer:<slug>``."""

    prefix = "producer"

    def count(self) -> int:
        return producers().count()

    def iter_documents(self) -> Iterator[SearchDocument]:
        return (_document(company) for company in producers().iterator())

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        slugs = [one.partition(":")[2] for one in ids]
        return (_document(company) for company in producers().filter(slug__in=slugs))


def _document(company: Company) -> SearchDocument:
    county = cast("County", company.county)  # the database refuses a producer without one
    return SearchDocument(
        id=f"producer:{company.slug}",
        type=DocumentType.PRODUCER,
        names=texts_of(company, "name") or {MAIN.code: company.legal_name},
        bodies=texts_of(company, "description"),
        county_names=texts_of(county, "name"),
        path=f"producers/{company.slug}/",
        county=county.slug,
        producer=company.slug,
        created_at=company.created_at,
    )
