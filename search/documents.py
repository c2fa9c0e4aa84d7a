"""What can be found: one shape for every searchable thing, and the sources that yield it.

This room knows no other: the rooms above register a source in their ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
Texts = Mapping[str, str]  # language code of the site -> text


class DocumentType(StrEnum):
    """The kinds of thing, in the order in which they stand when all else is equal."""

    GOOD = "good"
    CATEGORY = "category"
    COUNTY = "county"
    PRODUCER = "producer"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One thing that a visitor can find.

    ``id`` is ``"<source's prefix>:<key>"`` (``good:HH-MZ-001``). ``path`` is the address without host and language
    prefix (``goods/mengzi-loquat/``). ``price`` is USD a unit, lowest first quantity break, up to five places.
    ``also_called``: a shorter name that is as much a name, ``Mông Tự`` of ``Thành phố Mông Tự``.
    ``season_months`` holds 1 to 12, all twelve for a thing of the whole year, none where a season means nothing.
    ``categories`` are codes, the good's own and all its ancestors. ``popularity`` is any count, higher is better.
    """

    id: str
    type: DocumentType
    names: Texts
    path: str
    also_called: Texts = field(default_factory=dict)
    sku: str = ""
    bodies: Texts = field(default_factory=dict)
    keywords: Texts = field(default_factory=dict)
    category_names: Texts = field(default_factory=dict)
    county_names: Texts = field(default_factory=dict)
    producer_names: Texts = field(default_factory=dict)
    hs_code: str = ""
    categories: tuple[str, ...] = ()
    county: str = ""
    producer: str = ""
    season_months: tuple[int, ...] = ()
    gi: bool = False
    cold_chain: bool = False
    price: Decimal | None = None
    popularity: int = 0
    created_at: datetime | None = None
    published: bool = True


class Source(Protocol):
    """Where documents of one prefix come from. All methods may read the database, but never a row at a time."""

    prefix: str

    def count(self) -> int:
        """Tell how many documents ``iter_documents`` is going to yield, more or less: for those who wait for it."""
        ...

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield every published document, streaming."""
        ...

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        """Return the documents of these ids that exist and are published; what is not returned leaves the index."""
        ...


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source searchable. To be called in ``AppConfig.ready``.

    Raises:
        ImproperlyConfigured: a source of this prefix is there already.
    """
    if source.prefix in _sources:
        raise ImproperlyConfigured(f"The prefix “{source.prefix}” of search documents is registered twice")
    _sources[source.prefix] = source


def iter_documents() -> Iterator[SearchDocument]:
    """Yield every published document of every source, streaming, in the order of the prefixes."""
    for prefix in sorted(_sources):
        yield from (document for document in _sources[prefix].iter_documents() if document.published)


def count_documents() -> int:
    """Tell how many documents all sources are going to yield, more or less."""
    return sum(source.count() for source in _sources.values())


def documents_for(ids: Iterable[str]) -> dict[str, SearchDocument | None]:
    """Resolve ids to what is to be found now.

    Returns:
        Every id once, in the order given, with its document, or None for what is missing, unpublished or of no source.
    """
    found: dict[str, SearchDocument | None] = dict.fromkeys(ids)
    for prefix, source in _sources.items():
        mine = [id_ for id_ in found if id_.partition(":")[0] == prefix]
        if mine:
            found.update((one.id, one) for one in source.documents_for(mine) if one.published and one.id in found)
    return found
