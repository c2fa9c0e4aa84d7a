"""Messages that leave in the same transaction as their cause."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q


class MessageState(models.TextChoices):
    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    # Given up by an operator, or made pointless by a later message; the ones behind it may go on.
    SKIPPED = "skipped"


# What still stands before the messages of its aggregate that came after it.
OPEN_STATES: Final = (MessageState.READY, MessageState.LEASED, MessageState.DEAD)


class OutboxMessage(models.Model):
    """One message. ``aggregate`` orders messages about the same thing; ``dedupe_key`` is fixed at insert.

    ``retry_since``: when its tries began, at insert or at the last replay; it is dead 48 hours after.
    """

    topic = models.CharField(max_length=64)
    lane = models.CharField(max_length=16, default="default")
    aggregate = models.CharField(max_length=96, blank=True)
    dedupe_key = models.CharField(max_length=128, null=True, blank=True)  # noqa: DJ001 - unique, and many have none
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.READY)
    attempts = models.PositiveIntegerField(default=0)
    available_at = models.DateTimeField()
    retry_since = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["topic", "dedupe_key"], name="outbox_message_unique_per_topic_and_key"),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(lease_until__isnull=False), name="outbox_leased_has_a_lease"
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="outbox_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="outbox_done_has_instant"
            ),
        )
        indexes = (
            models.Index(fields=["lane", "state", "available_at", "id"], name="outbox_claim"),
            models.Index(fields=["aggregate", "id"], name="outbox_by_aggregate"),
        )

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk} ({self.state})"


class WorkerHeartbeat(models.Model):
    """When each lane's worker last asked for work; operations and the health page read it."""

    lane = models.CharField(max_length=16, unique=True)
    worker = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lane}: {self.worker}"


class ScheduledTask(models.Model):
    """The schedule: one row for each periodic work, whoever does it. Its function stands in the registry.

    ``failures``: how often in a row it failed; ``last_error`` says why. ``lease_until``: while some worker does it.
    """

    name = models.CharField(max_length=64, unique=True)
    lane = models.CharField(max_length=16)
    rhythm = models.CharField(max_length=64)
    next_run_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "outbox_schedule"
        constraints = (
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True, worker="") | (Q(lease_until__isnull=False) & ~Q(worker="")),
                name="outbox_scheduled_lease_has_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(failures=0) | ~Q(last_error=""), name="outbox_scheduled_failure_has_a_reason"
            ),
        )
        indexes = (models.Index(fields=["lane", "next_run_at"], name="outbox_schedule_due"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.rhythm})"
