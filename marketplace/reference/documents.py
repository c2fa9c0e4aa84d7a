"""Counties as the search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from marketplace.kernel.languages import texts_of
from marketplace.reference.models import County
from search.documents import DocumentType, SearchDocument


class CountySource:
    """All counties: ``county:<slug>``."""

    prefix = "county"

    def count(self) -> int:
        return County.objects.count()

    def iter_documents(self) -> Iterator[SearchDocument]:
        return self._documents(County.objects.all())

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        return self._documents(County.objects.filter(slug__in=[one.partition(":")[2] for one in ids]))

    def _documents(self, rows: QuerySet[County]) -> Iterator[SearchDocument]:
        for county in rows.order_by("pk").iterator():
            yield SearchDocument(
                id=f"county:{county.slug}",
                type=DocumentType.COUNTY,
                names=texts_of(county, "full_name"),
                also_called=texts_of(county, "name"),
                bodies=texts_of(county, "description"),
                keywords=_keywords(county),
                path=f"counties/{county.slug}/",
                county=county.slug,
            )


def _keywords(county: County) -> dict[str, str]:
    """The short name and what the county is known for, in each language."""
    words = {code: [name] for code, name in texts_of(county, "name").items()}
    for speciality in county.specialities:
        for suffix, text in speciality.items():
            words.setdefault(suffix.replace("_", "-"), []).append(text)
    return {code: " · ".join(texts) for code, texts in words.items()}
