"""What a pack costs at which quantity, and illustrative exchange rates for display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.catalog.models import Pack


class PriceBreak(models.Model):
    """From ``from_quantity`` packs on, the good's unit costs ``unit_price`` (major units of ``currency``, FOB)."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="price_breaks")
    from_quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=5)
    currency = models.CharField(max_length=3, default="USD")

    if TYPE_CHECKING:
        pack_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pack", "currency", "from_quantity"], name="price_break_unique_per_quantity"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gt=0, from_quantity__gte=1), name="price_break_is_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pack_id} from {self.from_quantity}: {self.unit_price} {self.currency}"


class ExchangeRate(models.Model):
    """One unit of ``base`` costs ``rate`` units of ``quote``. Display only: orders are settled in their own
    currency.
    """

    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=6)
    as_of = models.DateField()
    source = models.CharField(max_length=120)
    is_verified = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["base", "quote", "as_of"], name="exchange_rate_unique_per_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
        )

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate} {self.quote} ({self.as_of})"
