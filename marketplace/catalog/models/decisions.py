"""What operators decided about goods, and what was on the market before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.catalog.models.goods import Good
from marketplace.catalog.reasons import WHERE, WHOLE, GoodReason
from marketplace.kernel.verdicts import MAX_NOTE, keys_of, labels_of


class GoodVerdict(models.TextChoices):
    """What an operator decided about a good."""

    PUBLISHED = "published", pgettext_lazy("good", "Published")
    RETURNED = "returned", _("Given back to its producer")
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Suspension lifted")


class GoodDecision(models.Model):
    """One word of an operator about a good. ``reasons``: keys of GoodReason with commas between them."""

    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=9, choices=GoodVerdict)
    reasons = models.CharField(max_length=400, blank=True)
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        good_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(decision__in=GoodVerdict.values), name="good_decision_is_known"),
            models.CheckConstraint(
                condition=~Q(decision__in=["returned", "suspended"]) | ~Q(reasons=""),
                name="good_decision_against_it_says_why",
            ),
        )
        indexes = (models.Index(fields=["good", "-decided_at"], name="good_decision_by_good"),)

    def __str__(self) -> str:
        return f"{self.good_id} {self.decision}"

    @property
    def reason_labels(self) -> list[str]:
        """The reasons in the reader's language."""
        return labels_of(self.reasons, dict(GoodReason.choices))

    @property
    def place_labels(self) -> list[str]:
        """What of the good the reasons speak of, in the reader's language, each place once."""
        return list(dict.fromkeys(str(WHERE.get(key, WHOLE)) for key in keys_of(self.reasons)))


class LastPublished(models.Model):
    """What a good said of itself when it last left the market, for the next review. ``facts``: text by name."""

    good = models.OneToOneField(Good, on_delete=models.PROTECT, related_name="last_published")
    facts = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.good_id} {self.kept_at:%Y-%m-%d}"

    if TYPE_CHECKING:
        good_id: int
