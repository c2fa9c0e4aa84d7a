"""Texts of the site that are asked for a hundred times a page."""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation


def gettext(message: str) -> str:
    """Return what Django's ``gettext`` does, in the active language.

    Django looks through one catalogue for each plural rule that an installed app brings, ten here, and through all of
    them twice for what is not translated.
    """
    return _kept(message, translation.get_language())


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return what Django's ``ngettext`` does."""
    return translation.ngettext(singular, plural, number)


@lru_cache(maxsize=4_096)
def _kept(message: str, language: str | None) -> str:  # noqa: ARG001 - what Django goes by
    return translation.gettext(message)
