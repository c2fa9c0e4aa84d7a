"""What is counted over all processes, web servers and restarts."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """One caller under one rate. ``key`` is a digest: it names no address and nobody.

    ``full_at``: when the whole quota is there again, in microseconds since 1970 (UTC). From then on the row says
    nothing and may go.
    """

    key = models.CharField(max_length=40, primary_key=True)
    full_at = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(full_at__gt=0), name="counter_has_an_instant"),)

    def __str__(self) -> str:
        return self.key
