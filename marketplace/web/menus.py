"""What stands in the menus of the portals and of operations. Each room adds its own entries in ``AppConfig.ready``.

This room knows none of the pages: an entry names its address, and the door that shows the menu decides who sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class Menu(StrEnum):
    """The menus that rooms add to."""

    OPERATIONS = "operations"
    PRODUCER = "producer"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a menu.

    ``key``: unique in its menu; a page names its own as the current one. ``label``: lazily translated. ``page``: name
    of an address without arguments (``operations:order-list``). ``position``: the lowest stands first. ``permission``
    (``app.codename``): who in operations sees it. ``is_for``: whether a person in a portal sees it, asked with what
    the portal knows of her (``companies.Membership``, ``storefront``'s viewer); None: everybody. ``count``: how many
    things wait there for her (1 query), asked with the same.
    """

    key: str
    label: StrOrPromise
    page: str
    icon: str
    position: int
    permission: str = ""
    is_for: Callable[[Any], bool] | None = None
    count: Callable[[Any], int] | None = None

    @property
    def url(self) -> str:
        """The address of its page in the language that is spoken now."""
        return reverse(self.page)

    def is_seen_by(self, person: object) -> bool:
        """Tell whether ``person`` has this line in her menu."""
        return self.is_for is None or (person is not None and self.is_for(person))


_entries: dict[tuple[Menu, str], Entry] = {}


def add(menu: Menu, *entries: Entry) -> None:
    """Add lines to a menu.

    Raises:
        ImproperlyConfigured: the menu has a line of that key.
    """
    for entry in entries:
        if (menu, entry.key) in _entries:
            raise ImproperlyConfigured(f"“{entry.key}” is added twice to the menu {menu}")
        _entries[menu, entry.key] = entry


def entries(menu: Menu) -> list[Entry]:
    """Return the lines of a menu in their order, those of one position as they were added."""
    return sorted((entry for (of, _), entry in _entries.items() if of == menu), key=lambda entry: entry.position)
