"""Hand-offs of producer orders to the customs clearance platform, and the receipts that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from marketplace.clearance.states import RANK, UNDER_WAY, AppType, HandOffStatus
from marketplace.orders.models import ProducerOrder


class TradeMode(models.TextChoices):
    """监管方式. Kept on our side: the order message has no field for it. Source: customs announcement 47 of 2021."""

    B2B_DIRECT = "9710"


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def for_operations(self) -> HandOffQuerySet:
        """Return the hand-offs of all producers, for the zone's operators."""
        return self.all()

    def standing(self) -> HandOffQuerySet:
        """Return those that no corrected message has replaced."""
        return self.filter(replacement__isnull=True)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def for_operations(self) -> ReceiptQuerySet:
        """Return all receipts, for the zone's operators."""
        return self.all()


class QuarantineQuerySet(models.QuerySet["QuarantinedEnvelope"]):
    def for_operations(self) -> QuarantineQuerySet:
        """Return what could not be read, for the zone's operators."""
        return self.all()

    def open(self) -> QuarantineQuerySet:
        """Return what still waits for somebody."""
        return self.filter(closed_at__isnull=True)


class HandOff(models.Model):
    """One CEB303 message of a producer order, which has several: the new order, its corrections, changes, withdrawal.

    ``guid`` and ``message`` are made once and never change, so that every try sends the same bytes. ``position``
    counts the messages of one order from 1. ``platform_code`` and ``order_number`` are those in the message: receipts
    are matched on them. ``replaces``: the message that an operator's corrected one stands for. ``return_status``: the
    code of the receipt that settled it; None where no receipt did.
    """

    producer_order = models.ForeignKey(ProducerOrder, on_delete=models.PROTECT, related_name="hand_offs")
    position = models.PositiveSmallIntegerField(default=1, db_default=1)
    app_type = models.CharField(max_length=1, choices=AppType, default=AppType.ADD, db_default=AppType.ADD)
    # Order number and position: no two messages of an order are made at once. Empty in rows of the release before.
    reference = models.CharField(max_length=66, unique=True, null=True, editable=False)  # noqa: DJ001 - unique
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", editable=False
    )
    mode = models.CharField(max_length=4, choices=TradeMode, default=TradeMode.B2B_DIRECT)
    guid = models.CharField(max_length=36, unique=True)
    platform_code = models.CharField(max_length=18, blank=True, db_default="")
    order_number = models.CharField(max_length=60)
    # The business message exactly as it is sent (UTF-8 XML); empty while the order breaks the field list.
    message = models.TextField(blank=True)
    built_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=HandOffStatus, default=HandOffStatus.QUEUED)
    reason = models.CharField(max_length=1000, blank=True)
    return_status = models.IntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[HandOff]] = HandOffQuerySet.as_manager()

    if TYPE_CHECKING:
        producer_order_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(position__gte=1), name="hand_off_position_counts_from_one"),
            models.CheckConstraint(condition=Q(app_type__in=AppType.values), name="hand_off_app_type_is_known"),
            # What is replaced came from a table that did not keep the former messages.
            models.CheckConstraint(
                condition=~Q(message="") | Q(status__in=["refused", "rejected"]), name="hand_off_has_its_message"
            ),
            models.CheckConstraint(
                condition=Q(status__in=HandOffStatus.values), name="hand_off_status_is_one_of_ours"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "dropped"]) | ~Q(app_type="1"),
                name="hand_off_new_order_never_waits",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "refused"]) | ~Q(reason="") | Q(return_status__isnull=False),
                name="hand_off_rejected_has_reason_or_code",
            ),
        )
        indexes = (models.Index(fields=["order_number"], name="hand_off_by_order_number"),)

    def __str__(self) -> str:
        return self.order_number

    @property
    def is_under_way(self) -> bool:
        """Whether we, the single window or customs go on by themselves."""
        return self.status in UNDER_WAY

    @property
    def may_have_left(self) -> bool:
        """Whether the single window may know the message."""
        return bool(self.message) and self.status not in {HandOffStatus.WAITING, HandOffStatus.DROPPED}

    @property
    def rank(self) -> int:
        return RANK[HandOffStatus(self.status)]


class Receipt(models.Model):
    """One step in a CEB304, or one refusal in a CEB900. ``hand_off`` is empty while no message of ours matches.

    ``guid`` is the receipt message's own, the same however often it comes; ``order_guid`` names our message, or is one
    that the port made.
    """

    hand_off = models.ForeignKey(HandOff, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts")
    message_type = models.CharField(max_length=13, default="CEB304Message", db_default="CEB304Message")
    guid = models.CharField(max_length=36)
    # Digest of all that is said, so that it is kept once: a message may speak twice of one order, of its addition and
    # of its withdrawal. Empty in rows of the release before.
    fact = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique
    order_guid = models.CharField(max_length=36, blank=True)
    platform_code = models.CharField(max_length=18, blank=True, db_default="")
    order_number = models.CharField(max_length=60, blank=True)
    return_status = models.IntegerField()
    return_info = models.CharField(max_length=1000, blank=True)
    returned_at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Receipt]] = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["order_number", "returned_at"], name="receipt_by_order"),)

    def __str__(self) -> str:
        return f"{self.order_number or self.order_guid} {self.return_status}"


class QuarantinedEnvelope(models.Model):
    """Something came in a receipt's place that cannot be read, wholly or in part; the receipts after it go on.

    ``faults``: list of {"position": place among the returns, 0: the whole envelope, "reason", "detail", "text"};
    ``reason`` and ``detail`` are those of the first. ``closed_as``: "read" by a later try, or "aside" by an operator.
    """

    sender = models.CharField(max_length=30)
    cursor = models.BigIntegerField()
    envelope = models.BinaryField()
    reason = models.CharField(max_length=60)
    detail = models.CharField(max_length=500, blank=True)
    faults = models.JSONField(default=list, db_default=[])
    received_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1, db_default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=5, blank=True, db_default="")
    note = models.CharField(max_length=500, blank=True, db_default="")

    objects: ClassVar[models.Manager[QuarantinedEnvelope]] = QuarantineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sender", "cursor"], name="quarantined_envelope_unique_per_cursor"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_as="")
                | Q(closed_at__isnull=False, closed_as__in=["read", "aside"]),
                name="quarantined_envelope_closed_says_how",
            ),
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
