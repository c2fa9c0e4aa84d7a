"""The menus as the storefront shows them."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import override

from cms.navigation.models import MenuLink, Place
from marketplace.storefront.registry import Column, Link, Menus


def menus(language: str) -> Menus:
    """Return head and foot in ``language``: one query. Links to pages that are not published are left out."""
    shown = Q(page__isnull=True) | Q(page__live=True)
    rows = MenuLink.objects.filter(shown).select_related("page").order_by("position", "pk")
    with override(language):
        main = tuple(_link(row) for row in rows if row.place == Place.MAIN)
        below: dict[int, list[Link]] = defaultdict(list)
        for row in rows:
            if row.column_id is not None:
                below[row.column_id].append(_link(row))
        heads = [row for row in rows if row.place == Place.FOOT and row.column_id is None]
        foot = tuple(Column(label=head.said.text, links=tuple(below[head.pk])) for head in heads)
    return Menus(main=main, foot=foot)


def _link(row: MenuLink) -> Link:
    return Link(label=row.said.text, url=row.url, key=row.key)
