"""What somebody looked for, what she wants to hear of, and what she was told already.

The tables bear the name of the room in which they were made.

Source: docs/adr/0016-saved-searches-are-matched-against-what-changed.md
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.kernel.languages import CODES

MOST_SAVED: Final = 50
MOST_RECENT: Final = 20
_LONGEST_ID: Final = 100


class SavedSearch(models.Model):
    """A search that somebody kept. ``filters``: list of [name, value], sorted, as they stand in an address.

    ``key`` is the same for the same words and filters. ``slot`` bounds how many there can be. ``seen``: ids of the
    documents that fitted at ``baseline_at``; ``is_baseline_whole``: whether these were all.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_searches")
    slot = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    q = models.CharField(max_length=200)
    lang = models.CharField(max_length=8)
    filters = models.JSONField(default=list)
    notify = models.BooleanField(default=True)
    seen = models.JSONField(default=list)
    is_baseline_whole = models.BooleanField(default=False)
    baseline_at = models.DateTimeField()
    created_at = models.DateTimeField()
    last_notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_savedsearch"
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="saved_search_unique_per_user_and_question"),
            models.UniqueConstraint(fields=["user", "slot"], name="saved_search_has_a_slot_of_its_own"),
            models.CheckConstraint(condition=Q(slot__lt=MOST_SAVED), name="saved_searches_are_at_most_fifty"),
            models.CheckConstraint(condition=Q(q__gt=""), name="saved_search_has_words"),
            models.CheckConstraint(condition=Q(name__gt=""), name="saved_search_has_a_name"),
            models.CheckConstraint(condition=Q(lang__in=CODES), name="saved_search_language_is_ours"),
        )
        indexes = (models.Index(fields=["notify", "user", "id"], name="saved_search_to_be_told"),)

    def __str__(self) -> str:
        return self.name

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query of its address: what was typed, then the filters."""
        return [("q", self.q), *((str(name), str(value)) for name, value in self.filters)]


class SavedSearchNotice(models.Model):
    """A document that its owner is told of once. ``mailed_at``: when the mail server took the mail."""

    saved_search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="notices")
    document_id = models.CharField(max_length=_LONGEST_ID)
    found_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_savedsearchnotice"
        constraints = (
            models.UniqueConstraint(fields=["saved_search", "document_id"], name="nobody_is_told_twice_of_a_document"),
        )

    def __str__(self) -> str:
        return f"{self.saved_search_id} {self.document_id}"


class ChangedDocument(models.Model):
    """Something whose entry in the index changed and that no saved search was held against since."""

    document_id = models.CharField(max_length=_LONGEST_ID, unique=True)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_changeddocument"

    def __str__(self) -> str:
        return self.document_id


class RecentSearch(models.Model):
    """What somebody typed lately; the last ``MOST_RECENT`` of hers are kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recent_searches")
    key = models.CharField(max_length=32)
    q = models.CharField(max_length=200)
    lang = models.CharField(max_length=8)
    searched_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_recentsearch"
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="recent_search_once_per_user_and_words"),
            models.CheckConstraint(condition=Q(q__gt=""), name="recent_search_has_words"),
            models.CheckConstraint(condition=Q(lang__in=CODES), name="recent_search_language_is_ours"),
        )
        indexes = (models.Index(fields=["user", "-searched_at"], name="recent_searches_newest_first"),)

    def __str__(self) -> str:
        return self.q
