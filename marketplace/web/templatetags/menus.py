"""The lines of a menu, for templates."""

from __future__ import annotations

from django import template

from marketplace.web.menus import Entry, Menu, entries

register = template.Library()


@register.simple_tag
def menu_lines(name: str, person: object) -> list[Entry]:
    """Return the lines of the menu ``name`` that ``person`` has in it."""
    return [entry for entry in entries(Menu(name)) if entry.is_seen_by(person)]
