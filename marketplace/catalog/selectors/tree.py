"""What filters are called: the category tree and the producers' names, kept in the process as long as the storefront's
revision stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value

from marketplace.catalog.models import Category, StorefrontRevision
from marketplace.catalog.selectors.unions import plain
from marketplace.companies.selectors import producers
from marketplace.kernel.languages import CODES, COLUMNS, SUFFIXES, best
from marketplace.web.process_cache import fragments


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """One category; ``children`` in the order in which they are shown."""

    id: int
    code: str
    names: Mapping[str, str]
    parent_code: str
    position: int
    children: tuple[CategoryNode, ...] = ()

    def name(self, language: str) -> str:
        """Return the name in ``language`` (or what stands in for it)."""
        return best(self.names, language)


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """``roots`` in order; every node, leaf or not, by its code and by its id."""

    roots: tuple[CategoryNode, ...]
    by_code: Mapping[str, CategoryNode]
    by_id: Mapping[int, CategoryNode]

    def ids_under(self, codes: Iterable[str]) -> frozenset[int]:
        """Return the ids of these categories and all below them. Unknown codes add nothing."""
        found: set[int] = set()
        waiting = [self.by_code[code] for code in codes if code in self.by_code]
        while waiting:
            node = waiting.pop()
            found.add(node.id)
            waiting.extend(node.children)
        return frozenset(found)

    def trail(self, code: str) -> tuple[CategoryNode, ...]:
        """Return the nodes from the root down to ``code``; empty when there is no such category."""
        nodes: list[CategoryNode] = []
        node = self.by_code.get(code)
        while node is not None:
            nodes.insert(0, node)
            node = self.by_code.get(node.parent_code)
        return tuple(nodes)


def storefront_revision() -> int:
    """Return the number that grows with everything that visitors can see. One query."""
    return StorefrontRevision.objects.filter(pk=1).values_list("value", flat=True).first() or 1


def category_tree(*, revision: int) -> CategoryTree:
    """Return all categories. One query, or none; the same one as for the names of the producers.

    Args:
        revision: from ``storefront_revision``; a new one reads anew.
    """
    return _labels(revision).tree


def producer_names(*, revision: int, language: str) -> Mapping[str, str]:
    """Return what the visible producers are called, by slug. One query, or none; the same one as for the categories.

    Args:
        revision: from ``storefront_revision``; a new one reads anew.
        language: of the names; another stands in where there is none.
    """
    return _labels(revision).producers[language]


class _Labels(NamedTuple):
    """What filters are called. ``producers``: by language and slug."""

    tree: CategoryTree
    producers: Mapping[str, Mapping[str, str]]


def _labels(revision: int) -> _Labels:
    return fragments.remember(("labels", revision), _read)


def _read() -> _Labels:
    names = [f"name_{suffix}" for suffix in SUFFIXES]
    categories = plain(Category.objects.all()).annotate(legal=Value(None, CharField()))
    nothing = {name: Value(None, IntegerField()) for name in ("no_position", "no_parent")}
    makers = plain(producers()).annotate(**nothing)
    rows = categories.values_list("position", "pk", "parent_id", "code", "legal", *names).union(
        makers.values_list("no_position", "pk", "no_parent", "slug", "legal_name", *names), all=True
    )
    nodes, named = [], {}
    for position, pk, parent, code, legal, *texts in rows:
        known = {code: text for code, text in zip(CODES, texts, strict=True) if text}
        if position is None:
            named[code] = (known, legal)
        else:
            nodes.append(_Row(position, pk, parent, code, known))
    return _Labels(
        _tree(sorted(nodes)),
        {
            language: {slug: best(texts, language) or legal for slug, (texts, legal) in named.items()}
            for language in COLUMNS
        },
    )


class _Row(NamedTuple):
    position: int
    id: int
    parent_id: int | None
    code: str
    names: Mapping[str, str]


def _tree(rows: Iterable[_Row]) -> CategoryTree:
    below: dict[int | None, list[_Row]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def node(row: _Row, parent_code: str) -> CategoryNode:
        children = tuple(node(child, row.code) for child in below.get(row.id, ()))
        return CategoryNode(row.id, row.code, row.names, parent_code, row.position, children)

    roots = tuple(node(row, "") for row in below.get(None, ()))
    by_code: dict[str, CategoryNode] = {}
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        by_code[one.code] = one
        waiting.extend(one.children)
    return CategoryTree(roots, by_code, {one.id: one for one in by_code.values()})
