"""One visitor's time at a kiosk, and baskets on their way from there to a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.catalog.models import Pack
from marketplace.kernel.quantities import MAX_QUANTITY


class KioskVisit(models.Model):
    """One visitor's time at one screen. It names no person, and is forgotten when the screen was left for a while.

    ``key_digest``: SHA-256 of the secret in the screen's cookie, hexadecimal. ``seen_at``: the last request or touch.
    """

    key_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    basket_token = models.CharField(max_length=43, unique=True)
    handed_code = models.CharField(max_length=10, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(seen_at__gte=models.F("begun_at")), name="kiosk_visit_was_seen_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"kiosk visit {self.pk}"


class HandedBasket(models.Model):
    """A copy of a kiosk's basket that whoever holds ``code`` may take until ``expires_at``. It names no person."""

    code = models.CharField(max_length=10, unique=True)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="handed_basket_has_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.written_code

    @property
    def written_code(self) -> str:
        """The code as people read it: ``7Q4MR-29KTD``."""
        return f"{self.code[:5]}-{self.code[5:]}"


class HandedLine(models.Model):
    """``quantity`` in packs."""

    handed_basket = models.ForeignKey(HandedBasket, on_delete=models.CASCADE, related_name="lines")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    if TYPE_CHECKING:
        pack_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handed_basket", "pack"], name="handed_line_unique_per_pack"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="handed_line_quantity_is_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.pack_id}"
