"""The category tree, kept in the process as long as the storefront's revision stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from marketplace.catalog.models import Category, StorefrontRevision
from marketplace.kernel.languages import best, texts_of
from marketplace.kernel.process_cache import remember

_SECONDS: Final = 60.0


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
    """Return all categories. One query, or none.

    Args:
        revision: from ``storefront_revision``; a new one reads anew.
    """
    return remember(("categories", revision), _tree, seconds=_SECONDS)


def _tree() -> CategoryTree:
    rows = list(Category.objects.select_related("parent").order_by("position", "pk"))
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def node(row: Category) -> CategoryNode:
        children = tuple(node(child) for child in below.get(row.pk, ()))
        parent = row.parent.code if row.parent else ""
        return CategoryNode(row.pk, row.code, texts_of(row, "name"), parent, row.position, children)

    roots = tuple(node(row) for row in below.get(None, ()))
    by_code: dict[str, CategoryNode] = {}
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        by_code[one.code] = one
        waiting.extend(one.children)
    return CategoryTree(roots, by_code, {one.id: one for one in by_code.values()})
