"""Money that is owed for an order and money that came. Here: by bank transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from marketplace.orders.models import Order


class BankAccount(models.Model):
    """Where buyers pay to, one per currency. ``is_illustrative``: an obviously invalid demonstration account."""

    currency = models.CharField(max_length=3, unique=True)
    beneficiary = models.CharField(max_length=200)
    bank_name = models.CharField(max_length=200)
    number = models.CharField(max_length=40)
    swift = models.CharField(max_length=11, blank=True)
    is_illustrative = models.BooleanField(default=False)

    if TYPE_CHECKING:
        beneficiary_zh_hans: str
        beneficiary_vi: str
        beneficiary_en: str
        bank_name_zh_hans: str
        bank_name_vi: str
        bank_name_en: str

    def __str__(self) -> str:
        return f"{self.currency} {self.number}"


class TransferStatus(models.TextChoices):
    AWAITED = "awaited", _("Awaiting payment")
    RECEIVED = "received", _("Payment received")
    # Every producer declined before the money came.
    CANCELLED = "cancelled", _("No payment needed")


class BankTransferQuerySet(models.QuerySet["BankTransfer"]):
    def for_operations(self) -> BankTransferQuerySet:
        """Return the transfers of all buyers, for the zone's operators. A buyer's hang on her order."""
        return self.all()


class BankTransfer(models.Model):
    """The payment awaited for one order: ``amount_minor`` minor units of ``currency``, quoted with ``reference``.

    ``refund_minor``: what was paid for parts that their producers declined afterwards.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="bank_transfer")
    reference = models.CharField(max_length=16, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=9, choices=TransferStatus, default=TransferStatus.AWAITED)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_note = models.CharField(max_length=200, blank=True)
    refund_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[BankTransfer]] = BankTransferQuerySet.as_manager()

    if TYPE_CHECKING:
        order_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="bank_transfer_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=TransferStatus.values), name="bank_transfer_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(refund_minor=0)
                | Q(status="received", refund_minor__gt=0, refund_minor__lte=F("amount_minor")),
                name="bank_transfer_refund_is_of_what_was_received",
            ),
            models.CheckConstraint(
                condition=~Q(status="received") | Q(received_at__isnull=False, received_by__isnull=False),
                name="bank_transfer_received_has_instant_and_person",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
