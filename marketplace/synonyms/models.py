"""What operators add to the glossary while the market runs. The tables bear the name of the search, where they were
made.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

MAX_LINES: Final = 2_000  # characters of all terms of one language


class SynonymGroup(models.Model):
    """Words that mean the same, one a line. Two ways: each of them finds the others, ``typed`` is empty.

    One way: who types a line of ``typed`` also finds what is called as in ``zh``, ``vi``, ``en`` or ``any``, not the
    other way round. ``any``: names and codes that are the same in every language. ``note``: where it comes from.
    """

    zh = models.TextField(blank=True)
    vi = models.TextField(blank=True)
    en = models.TextField(blank=True)
    any = models.TextField(blank=True)
    typed = models.TextField(blank=True)
    is_two_way = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[SynonymGroup]]

    class Meta:
        db_table = "search_synonymgroup"
        constraints = [
            models.CheckConstraint(
                condition=~Q(zh="", vi="", en="", any=""), name="synonym_group_has_something_to_look_for"
            ),
            models.CheckConstraint(
                condition=Q(is_two_way=True, typed="") | (Q(is_two_way=False) & ~Q(typed="")),
                name="synonym_group_says_what_is_typed_only_when_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def terms(self) -> dict[str, list[str]]:
        """Return what is looked for, by language."""
        return {lang: getattr(self, lang).split("\n") if getattr(self, lang) else [] for lang in LANGS}

    @property
    def typed_terms(self) -> list[str]:
        """Return what is only understood; empty in a group of two ways."""
        return self.typed.split("\n") if self.typed else []

    @property
    def heading(self) -> str:
        """Return the first words, to tell one group from another."""
        sought = [term for terms in self.terms.values() for term in terms]
        return " · ".join([*self.typed_terms, *sought])[:120]


LANGS: Final = ("zh", "vi", "en", "any")


class SynonymVersion(models.Model):
    """One row whose number grows with every change: one small question tells a process whether it must read anew.

    Kept apart from the groups because a deleted one leaves nothing that could be newer.
    """

    number = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager[SynonymVersion]]

    class Meta:
        db_table = "search_synonymversion"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="synonym_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
