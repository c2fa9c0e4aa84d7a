"""Hand-offs of producer orders to the customs clearance platform, and the receipts that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from marketplace.clearance.states import HandOffStatus
from marketplace.orders.models import ProducerOrder


class TradeMode(models.TextChoices):
    """监管方式. Kept on our side: the order message has no field for it. Source: customs announcement 47 of 2021."""

    B2B_DIRECT = "9710"


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def for_operations(self) -> HandOffQuerySet:
        """Return the hand-offs of all producers, for the zone's operators."""
        return self.all()


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def for_operations(self) -> ReceiptQuerySet:
        """Return all receipts, for the zone's operators."""
        return self.all()


class HandOff(models.Model):
    """One CEB303 message of one producer order.

    ``order_number`` never changes. ``guid`` and ``message`` belong together and are made once, so that every try sends
    the same bytes; an operator's corrected resend makes both anew and keeps the old ``guid`` in ``former_guids``.
    """

    producer_order = models.OneToOneField(ProducerOrder, on_delete=models.PROTECT, related_name="hand_off")
    mode = models.CharField(max_length=4, choices=TradeMode, default=TradeMode.B2B_DIRECT)
    guid = models.CharField(max_length=36, unique=True)
    former_guids = models.JSONField(default=list)  # list of str
    order_number = models.CharField(max_length=60, unique=True)
    # The business message exactly as it is sent (UTF-8 XML); empty while the order breaks the field list.
    message = models.TextField(blank=True)
    built_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=HandOffStatus, default=HandOffStatus.QUEUED)
    reason = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[HandOff]] = HandOffQuerySet.as_manager()

    if TYPE_CHECKING:
        producer_order_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(message="") | Q(status="refused"), name="hand_off_has_a_message"),
            models.CheckConstraint(condition=Q(status__in=HandOffStatus.values), name="hand_off_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "refused"]) | ~Q(reason=""), name="hand_off_rejected_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.order_number


class Receipt(models.Model):
    """One step in a CEB304 message. ``hand_off`` is empty while no order of ours matches (quarantine).

    ``guid`` is the receipt message's own, the same however often it comes; ``order_guid`` names our message.
    """

    hand_off = models.ForeignKey(HandOff, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts")
    guid = models.CharField(max_length=36)
    order_guid = models.CharField(max_length=36, blank=True)
    order_number = models.CharField(max_length=60)
    return_status = models.IntegerField()
    return_info = models.CharField(max_length=1000, blank=True)
    returned_at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Receipt]] = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["guid", "order_number", "return_status"], name="receipt_unique_per_guid_and_status"
            ),
        )
        indexes = (models.Index(fields=["order_number", "returned_at"], name="receipt_by_order"),)

    def __str__(self) -> str:
        return f"{self.order_number} {self.return_status}"


class QuarantinedEnvelope(models.Model):
    """Something came in a receipt's place that we cannot read; kept as it came, and the receipts after it go on."""

    sender = models.CharField(max_length=30)
    cursor = models.BigIntegerField()
    envelope = models.BinaryField()
    reason = models.CharField(max_length=60)
    detail = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sender", "cursor"], name="quarantined_envelope_unique_per_cursor"),
        )

    def __str__(self) -> str:
        return f"{self.sender} {self.cursor}: {self.reason}"


class ReceiptCursor(models.Model):
    """How far the receipts of one sender have been read."""

    sender = models.CharField(max_length=30, unique=True)
    position = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.sender} {self.position}"
