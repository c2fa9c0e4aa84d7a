"""What is refused; the edges say it in words."""

from __future__ import annotations

from typing import ClassVar

from marketplace.kernel.errors import DomainError


class SynonymsRefused(DomainError):
    """The group cannot be kept as it is. ``code`` is stable; ``field`` names what to change."""

    code: ClassVar[str] = "synonyms_refused"

    def __init__(self, field: str) -> None:
        super().__init__(f"{self.code}: {field}")
        self.field = field


class TermWithoutWords(SynonymsRefused):
    """A line holds neither letters nor digits, or more words than a query may join."""

    code = "synonym_term_without_words"


class TooFewTerms(SynonymsRefused):
    """One word alone means nothing else."""

    code = "synonym_too_few_terms"


class TooManyTerms(SynonymsRefused):
    """More than a group may hold."""

    code = "synonym_too_many_terms"


class TooManyGroups(SynonymsRefused):
    """More than every process can keep in mind."""

    code = "synonym_too_many_groups"
