"""The acts of operators on synonyms: one function each, one transaction each, seen by every process at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from marketplace.synonyms.errors import TermWithoutWords, TooFewTerms, TooManyGroups, TooManyTerms
from marketplace.synonyms.models import LANGS, MAX_LINES, SynonymGroup, SynonymVersion
from search.analysis.glossary import LONGEST_TERM
from search.analysis.text import clean, pieces

MAX_TERM: Final = 60  # characters
MAX_TERMS: Final = 20  # of one language
MAX_GROUPS: Final = 2_000
_LONGEST_INPUT: Final = MAX_LINES * 4  # characters: what is longer is not even looked at
_NOTE: Final = 200
_SHORTEST_GROUP: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A group as typed: one term a line. ``typed`` makes it one way."""

    zh: str = ""
    vi: str = ""
    en: str = ""
    any: str = ""
    typed: str = ""
    is_active: bool = True
    note: str = ""


@transaction.atomic
def create_group(*, draft: Draft, now: datetime) -> SynonymGroup:
    """Add a group.

    Args:
        draft: as typed; cleaned here.
        now: present instant, aware UTC.
    Returns:
        The saved group.
    Raises:
        TermWithoutWords, TooFewTerms, TooManyTerms: ``field`` says where.
        TooManyGroups: there are MAX_GROUPS already.
    """
    _next_version()  # first: it also makes those who write wait for each other
    if SynonymGroup.objects.count() >= MAX_GROUPS:
        raise TooManyGroups("note")
    return SynonymGroup.objects.create(**_values(draft), changed_at=now)


@transaction.atomic
def change_group(*, group_id: int, draft: Draft, now: datetime) -> SynonymGroup:
    """Replace what a group says.

    Args:
        group_id: of the group.
        draft: as typed; cleaned here.
        now: present instant, aware UTC.
    Returns:
        The changed group.
    Raises:
        SynonymGroup.DoesNotExist: it was deleted.
        TermWithoutWords, TooFewTerms, TooManyTerms: ``field`` says where.
    """
    _next_version()
    group = SynonymGroup.objects.select_for_update().get(pk=group_id)
    values = _values(draft)
    for name, value in values.items():
        setattr(group, name, value)
    group.changed_at = now
    group.save(update_fields=[*values, "changed_at"])
    return group


@transaction.atomic
def delete_group(*, group_id: int) -> SynonymGroup:
    """Delete a group.

    Args:
        group_id: of the group.
    Returns:
        What it said; it keeps its number.
    Raises:
        SynonymGroup.DoesNotExist: it is gone already.
    """
    _next_version()
    group = SynonymGroup.objects.select_for_update().get(pk=group_id)
    SynonymGroup.objects.filter(pk=group_id).delete()
    return group


def _next_version() -> None:
    if not SynonymVersion.objects.filter(pk=1).update(number=F("number") + 1):
        SynonymVersion.objects.update_or_create(
            pk=1, defaults={"number": F("number") + 1}, create_defaults={"number": 1}
        )


def _values(draft: Draft) -> Mapping[str, object]:
    lines = {field: _lines(field, getattr(draft, field)) for field in (*LANGS, "typed")}
    sought = [term for lang in LANGS for term in lines[lang]]
    least = 1 if lines["typed"] else _SHORTEST_GROUP
    if len({term.casefold() for term in sought}) < least:
        raise TooFewTerms("any")
    return {
        **{field: "\n".join(terms) for field, terms in lines.items()},
        "is_two_way": not lines["typed"],
        "is_active": draft.is_active,
        "note": _shown(draft.note[:_LONGEST_INPUT])[:_NOTE],
    }


def _lines(field: str, text: str) -> list[str]:
    terms = [term for line in text[:_LONGEST_INPUT].splitlines() if (term := _shown(line))]
    kept = list({term.casefold(): term for term in reversed(terms)}.values())[::-1]
    if len(kept) > MAX_TERMS or len(text) > _LONGEST_INPUT:
        raise TooManyTerms(field)
    if not all(_is_term(term) for term in kept):
        raise TermWithoutWords(field)
    return kept


def _is_term(term: str) -> bool:
    return len(term) <= MAX_TERM and 0 < len(pieces(clean(term))) <= LONGEST_TERM


def _shown(text: str) -> str:
    """Return a line composed, without what cannot be seen or stored."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(one if one.isprintable() else " " for one in composed)
    return " ".join(seen.split())
