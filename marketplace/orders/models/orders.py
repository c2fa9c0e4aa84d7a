"""Orders, one producer's part of an order, and frozen lines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import get_language

from marketplace.catalog.models import Pack
from marketplace.companies.models import Company
from marketplace.kernel.languages import best, texts_of
from marketplace.kernel.money import Money, line_total_minor
from marketplace.kernel.quantities import MAX_QUANTITY, OrderRule
from marketplace.orders.states import CancelReason, OrderStatus, ProducerOrderStatus


class OrderQuerySet(models.QuerySet["Order"]):
    def numbered(self, number: str) -> OrderQuerySet:
        """Return the order of that number, or whose part has it: the producer's mail names the part."""
        return self.filter(number=number.partition("-")[0]).filter(Q(number=number) | Exists(_part_of(number)))

    def of_buyer(self, company: Company) -> OrderQuerySet:
        """Return the orders of one buyer company: the only way into them for its people."""
        return self.filter(buyer=company)

    def for_operations(self) -> OrderQuerySet:
        """Return the orders of all buyers, for the zone's operators."""
        return self.all()


class Order(models.Model):
    """A buyer company's commitment. ``total_minor``: minor units of ``currency``, the sum of its producer orders."""

    number = models.CharField(max_length=13, unique=True)
    buyer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="orders")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=21, choices=OrderStatus, default=OrderStatus.PLACED)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    incoterm = models.CharField(max_length=3, default="FOB")
    # Copied where all goods leave from one place; empty where they do not: each good has its own then.
    delivery_places = models.JSONField(default=dict, db_default={}, blank=True)  # by language code
    buyer_reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    # Made by the client's form: two submissions of one form make one order.
    idempotency_key = models.CharField(max_length=64)
    # Of what came with the key, so that another body under it is told from the same one; empty: from before.
    request_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    # When the buyer sent it; when its producers got it stands at the parts.
    placed_at = models.DateTimeField()
    # Until then an order waits for the verification of its buyer; kept afterwards.
    verification_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Order]] = OrderQuerySet.as_manager()

    if TYPE_CHECKING:
        buyer_id: int
        placed_by_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["buyer", "idempotency_key"], name="order_unique_per_buyer_and_key"),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="order_total_is_not_negative"),
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status="awaiting_verification") | Q(verification_until__isnull=False),
                name="order_that_awaits_verification_has_an_end",
            ),
        )
        indexes = (
            models.Index(fields=["buyer", "-placed_at"], name="order_by_buyer"),
            models.Index(
                fields=["verification_until"],
                condition=Q(status="awaiting_verification"),
                name="order_awaiting_verification",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def awaits_verification(self) -> bool:
        return self.status == OrderStatus.AWAITING_VERIFICATION

    @property
    def delivery_place(self) -> str:
        """Where the buyer takes the goods over, in the reader's language."""
        return best(self.delivery_places, get_language() or "en")


def _part_of(number: str) -> QuerySet[ProducerOrder]:
    return ProducerOrder._default_manager.filter(order=OuterRef("pk"), number=number)


# An unanswered part: waits for its producer.
_WAITING: Final = Q(status=ProducerOrderStatus.PLACED)


class ProducerOrderQuerySet(models.QuerySet["ProducerOrder"]):
    def numbered(self, number: str) -> ProducerOrderQuerySet:
        """Return the parts of that number, or of the order that has it."""
        return self.filter(Q(number=number) | Q(order__number=number))

    def of_producer(self, company: Company) -> ProducerOrderQuerySet:
        """Return the orders of one producer: the only way into them for its people.

        What never came to her is not there: an order of a buyer who waits for verification, or waited in vain.
        """
        return self.filter(producer=company, placed_at__isnull=False)

    def of_buyer(self, company: Company) -> ProducerOrderQuerySet:
        """Return the parts of one buyer company's orders: the only way into them for its people."""
        return self.filter(order__buyer=company)

    def for_operations(self) -> ProducerOrderQuerySet:
        """Return the orders of all producers, for the zone's operators."""
        return self.all()

    def overdue(self, *, now: datetime) -> ProducerOrderQuerySet:
        """Return what should have been answered by ``now`` and was not."""
        return self.filter(_WAITING, answer_due_at__lte=now)

    def by_urgency(self) -> ProducerOrderQuerySet:
        """Return what waits for an answer first, what is due soonest (or is overdue longest) before the others; then
        the newest.
        """
        due = Case(When(_WAITING, then=F("answer_due_at")), output_field=models.DateTimeField())
        waits = Case(When(_WAITING, then=Value(0)), default=Value(1))
        return self.order_by(waits, due.asc(nulls_last=True), "-placed_at", "-pk")


class ProducerOrder(models.Model):
    """One producer's part of an order. ``number`` is the ``orderNo`` of its customs message.

    ``answer_due_at``: until when the producer should answer. ``told_at``: when the first of its people was told of it;
    ``alarmed_at``: when the operators were, because it had nobody to tell; ``overdue_told_at``: when both sides were
    told that the answer did not come in time. ``answer_entered_by``: the operator who entered it for the producer;
    ``answered_on``: the day on which the producer gave it; ``answer_source``: how it was told.
    """

    number = models.CharField(max_length=16, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="producer_orders")
    producer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="producer_orders")
    status = models.CharField(max_length=21, choices=ProducerOrderStatus, default=ProducerOrderStatus.PLACED)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    # When the producer got it; empty: she never did.
    placed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=20, choices=CancelReason, blank=True, db_default="")
    answer_due_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    answer_entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)
    answer_source = models.CharField(max_length=500, blank=True, db_default="")

    objects: ClassVar[models.Manager[ProducerOrder]] = ProducerOrderQuerySet.as_manager()

    if TYPE_CHECKING:
        order_id: int
        producer_id: int
        answer_entered_by_id: int | None

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "producer"], name="producer_order_unique_per_order_and_producer"),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="producer_order_total_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
                name="producer_order_confirmed_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | (Q(declined_at__isnull=False) & ~Q(decline_reason="")),
                name="producer_order_declined_has_instant_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProducerOrderStatus.values), name="producer_order_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled")
                | (Q(status="awaiting_verification") & Q(placed_at__isnull=True))
                | (~Q(status="awaiting_verification") & Q(placed_at__isnull=False)),
                name="producer_order_is_with_its_producer_once_placed",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled") & Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True) & Q(cancel_reason="")),
                name="producer_order_cancelled_has_instant_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancel_reason__in=["", *CancelReason.values]), name="producer_order_cancel_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(overdue_told_at__isnull=True)
                | Q(answer_due_at__isnull=False, overdue_told_at__gte=F("answer_due_at")),
                name="producer_order_is_overdue_after_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answer_entered_by__isnull=True, answered_on__isnull=True, answer_source="")
                | (
                    Q(answer_entered_by__isnull=False, answered_on__isnull=False)
                    & ~Q(answer_source="")
                    & ~Q(status__in=["placed", "awaiting_verification"])
                ),
                name="producer_order_entered_answer_has_day_and_source",
            ),
        )
        indexes = (
            models.Index(fields=["producer", "status", "-placed_at"], name="producer_order_by_producer"),
            models.Index(fields=["status", "answer_due_at"], name="producer_order_by_due_day"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def packs(self) -> int:
        """How many packs in all. Needs ``lines`` loaded."""
        return sum(line.quantity for line in self.lines.all())

    @property
    def gross_kg(self) -> Decimal:
        """The weight of all packs. Needs ``lines`` loaded."""
        return sum((line.gross_total_kg for line in self.lines.all()), Decimal(0))

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class OrderLine(models.Model):
    """A frozen line: everything copied, so that it never changes.

    ``quantity`` in packs; ``unit_price`` per unit of the good.
    """

    producer_order = models.ForeignKey(ProducerOrder, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=20)
    # Copied in every language there was, by its code: customs reads Chinese, the buyer reads hers. Read through
    # ``name_in`` and ``pack_name_in``.
    names = models.JSONField(default=dict, db_default={})
    pack_names = models.JSONField(default=dict, db_default={}, blank=True)
    hs_code = models.CharField(max_length=10)
    unit_code = models.CharField(max_length=3)
    content = models.DecimalField(max_digits=12, decimal_places=3)
    net_kg = models.DecimalField(max_digits=12, decimal_places=3)
    gross_kg = models.DecimalField(max_digits=12, decimal_places=3)
    moq = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=5)
    # What the buyer saw when she sent an order that had to wait, where another price holds since; empty: the same.
    submitted_unit_price = models.DecimalField(max_digits=12, decimal_places=5, null=True, blank=True)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()

    if TYPE_CHECKING:
        pack_id: int
        producer_order_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["producer_order", "position"], name="order_line_position_unique"),
            models.UniqueConstraint(fields=["producer_order", "pack"], name="order_line_unique_per_pack"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("moq"), quantity__lte=MAX_QUANTITY), name="order_line_reaches_the_minimum"
            ),
            models.CheckConstraint(
                condition=Exact(Mod(F("quantity") - F("moq"), F("step")), 0), name="order_line_keeps_the_step"
            ),
            models.CheckConstraint(
                condition=Q(total_minor__gte=0, unit_price__gt=0), name="order_line_price_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(submitted_unit_price__isnull=True)
                | (Q(submitted_unit_price__gt=0) & ~Q(submitted_unit_price=F("unit_price"))),
                name="order_line_submitted_price_is_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def rule(self) -> OrderRule:
        return OrderRule(moq=self.moq, step=self.step)

    @property
    def name(self) -> str:
        """The good's name in the reader's language, as it was when the order was placed."""
        return self.name_in(get_language() or "en")

    @property
    def pack_name(self) -> str:
        """The pack's name in the reader's language, as it was when the order was placed."""
        return self.pack_name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The good's name in ``language``, or in the one that stands in for it."""
        return best(self.names, language)

    def pack_name_in(self, language: str) -> str:
        """The pack's name in ``language``, or in the one that stands in for it."""
        return best(self.pack_names, language)

    @property
    def units(self) -> Decimal:
        """The quantity in the good's own unit (packs x content)."""
        return self.content * self.quantity

    @property
    def unit_name(self) -> str:
        """That unit in the reader's language; its customs code where the good is sold in another one by now. Needs
        ``pack__good__unit`` loaded.
        """
        unit = self.pack.good.unit
        return best(texts_of(unit, "name"), get_language() or "en") if unit.code == self.unit_code else self.unit_code

    @property
    def net_total_kg(self) -> Decimal:
        return self.net_kg * self.quantity

    @property
    def gross_total_kg(self) -> Decimal:
        return self.gross_kg * self.quantity

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def submitted_total_minor(self) -> int | None:
        """What the line came to when the buyer sent it, in minor units; None where that has not changed."""
        if self.submitted_unit_price is None:
            return None
        return line_total_minor(unit_price=self.submitted_unit_price, units=self.units, currency=self.currency)
