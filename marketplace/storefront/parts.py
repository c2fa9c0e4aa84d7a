"""Rendered parts of pages that are the same for every reader: a signed-in reader's page is mostly these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString, mark_safe

from marketplace.storefront import pages, revision

Parts = Mapping[str, SafeString]


def parts(key: tuple[object, ...], make: Callable[[], Mapping[str, str]]) -> Parts:
    """Return what ``make`` rendered for ``key`` since the storefront last changed.

    Args:
        key: name, language and whatever else the parts depend on; last the query in its one form ("" for none).
        make: renders them, by name, without anything that depends on the reader.
    """
    full_key = (revision.current(), *key)
    found = pages.parts.get(full_key)
    if found is None:
        found = dict(make())
        pages.parts.put(full_key, found, size=200 + sum(2 * len(text) for text in found.values()))
    return {name: mark_safe(text) for name, text in found.items()}
