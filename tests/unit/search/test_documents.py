"""The registry of what can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import documents
from search.documents import DocumentType, SearchDocument


class Shelf:
    prefix = "unittest"

    def __init__(self, *documents: SearchDocument) -> None:
        self.documents = documents
        self.asked: list[list[str]] = []

    def count(self) -> int:
        return len(self.documents)

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from self.documents

    def documents_for(self, ids: Sequence[str]) -> Iterable[SearchDocument]:
        self.asked.append(list(ids))
        return [one for one in self.documents if one.id in ids]


def book(key: str, *, published: bool = True) -> SearchDocument:
    return SearchDocument(
        id=f"unittest:{key}", type=DocumentType.PAGE, names={"en": key}, path=f"{key}/", published=published
    )


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The only source: the market's own need a database."""
    monkeypatch.setattr(documents, "_sources", {})
    one = Shelf(book("a"), book("b", published=False))
    documents.register(one)
    return one


def test_all_published_documents_of_all_sources_are_listed(shelf: Shelf) -> None:
    assert [one.id for one in documents.iter_documents()] == ["unittest:a"]


def test_documents_of_all_sources_are_counted(shelf: Shelf) -> None:
    other = Shelf(book("c"))
    other.prefix = "other"
    documents.register(other)
    assert documents.count_documents() == 3


def test_two_sources_of_one_prefix_fail(shelf: Shelf) -> None:
    with pytest.raises(ImproperlyConfigured, match="unittest"):
        documents.register(Shelf(book("c")))
    assert [one.id for one in documents.iter_documents()] == ["unittest:a"]


def test_ids_are_resolved_in_order_and_what_is_not_to_be_found_is_none(shelf: Shelf) -> None:
    found = documents.documents_for(["unittest:x", "unittest:a", "nobody:1", "unittest:b", "unittest:a"])
    assert list(found) == ["unittest:x", "unittest:a", "nobody:1", "unittest:b"]
    assert found["unittest:a"] == shelf.documents[0]
    assert found["unittest:x"] is found["nobody:1"] is found["unittest:b"] is None


def test_a_source_is_asked_once_and_for_its_own_ids_only(shelf: Shelf) -> None:
    documents.documents_for(["unittest:a", "nobody:1", "unittest:b"])
    assert shelf.asked == [["unittest:a", "unittest:b"]]
