"""What is sold: categories, goods, packs, pictures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.states import GoodStatus as GoodStatus  # noqa: PLC0414 - others look for it beside its model
from marketplace.companies.models import Company
from marketplace.kernel.languages import LANGUAGES, OWED_SUFFIXES, SUFFIXES
from marketplace.kernel.quantities import OrderRule
from marketplace.reference.models import County, ExportDocument, Unit


class Category(models.Model):
    """A node of the category tree (two levels). ``code`` is also its slug in addresses."""

    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    hs_headings = models.JSONField(default=list)  # list of four-digit HS headings
    position = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str
        parent_id: int | None

    def __str__(self) -> str:
        return self.name


class Ordering(models.TextChoices):
    ORDER = "order", _("Can be ordered")
    # Quota or licence: the producer answers an enquiry first.
    ENQUIRY = "enquiry", _("By enquiry only")


class GoodQuerySet(models.QuerySet["Good"]):
    def published(self) -> GoodQuerySet:
        """Return what visitors may see: published goods of verified producers."""
        return self.filter(status=GoodStatus.PUBLISHED, producer__status="verified")

    def published_few(self) -> GoodQuerySet:
        """Return what ``published`` does, for a query that names its few goods by key.

        SQLite without statistics takes a column of an index with a given value for rarer than two dozen keys, and
        would walk all published goods (17 ms instead of 0.05 ms at 10,000); so it is not shown that column as one.
        """
        state = Coalesce("status", Value(""))
        return self.alias(state=state).filter(state=GoodStatus.PUBLISHED, producer__status="verified")

    def of_producer(self, company: Company) -> GoodQuerySet:
        """Return the goods of one producer: the only way into them for its people."""
        return self.filter(producer=company)

    def in_season(self, month: int) -> GoodQuerySet:
        """Return goods harvested in ``month`` (1 to 12). Goods without a season are not "in season"."""
        hit = F("season_mask").bitand(1 << (month - 1))
        return self.filter(season_mask__gt=0).alias(season_hit=hit).filter(season_hit__gt=0)


def _in_all_owed(field: str) -> dict[str, object]:
    """Return the conditions that the text of a translated column is there in every language in which it is owed."""
    present: dict[str, object] = {"isnull": False, "gt": ""}
    return {f"{field}_{suffix}__{lookup}": value for suffix in OWED_SUFFIXES for lookup, value in present.items()}


class Good(models.Model):
    """One good of one producer. Temperatures in °C, times in days; ``price_from`` to ``price_to`` per ``unit`` in
    ``price_currency``.
    """

    sku = models.CharField(max_length=15, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="goods")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="goods")
    producer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="goods")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hs_code = models.CharField(max_length=10, blank=True)
    is_hs_verified = models.BooleanField(default=False)
    origin_country = models.CharField(max_length=2, default="CN")
    is_gi_protected = models.BooleanField(default=False)
    ordering = models.CharField(max_length=8, choices=Ordering, default=Ordering.ORDER)
    ordering_reason = models.TextField(blank=True)
    # Bit 0 is January; 0 means all year. An integer so that the database can filter by month.
    season_mask = models.PositiveSmallIntegerField(default=0)
    is_cold_chain = models.BooleanField(default=False)
    storage = models.CharField(max_length=120, blank=True)
    storage_min_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    storage_max_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    lead_time_min_days = models.PositiveIntegerField(default=0)
    lead_time_max_days = models.PositiveIntegerField(default=0)
    fob_place = models.CharField(max_length=80, blank=True)
    # list of {suffix of the language's columns: [label, value]}
    attributes = models.JSONField(default=list)
    documents = models.ManyToManyField(ExportDocument, related_name="+", blank=True)
    # Kept by ``catalog.services``: what names sort by (pinyin, the Vietnamese alphabet). Bytes, because databases
    # compare text by rules of their own.
    vars().update({f"collation_{suffix}": models.BinaryField(max_length=120, default=b"") for suffix in SUFFIXES})
    # Kept by ``pricing`` through ``catalog.services``: lists sort and filter by them without a join. The lowest price
    # of any pack at any quantity, and the highest.
    price_from = models.DecimalField(max_digits=12, decimal_places=5, null=True, blank=True)
    price_to = models.DecimalField(max_digits=12, decimal_places=5, null=True, blank=True)
    price_currency = models.CharField(max_length=3, default="USD")
    # What one of ``price_currency`` is in USD by the newest rate; empty: there is none, nothing to compare by.
    usd_factor = models.DecimalField(
        max_digits=20, decimal_places=12, null=True, blank=True, default=Decimal(1), db_default=Decimal(1)
    )
    # By which prices are compared, whatever their money. The database keeps it in step with both.
    price_usd = models.GeneratedField(
        expression=Round(F("price_from") * F("usd_factor"), precision=5),
        output_field=models.DecimalField(max_digits=20, decimal_places=5, null=True, blank=True),
        db_persist=True,
    )
    # The pack with the smallest minimum, of those in stock if any is, and that minimum in ``unit``s.
    entry_pack = models.ForeignKey("Pack", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    min_quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    status = models.CharField(max_length=9, choices=GoodStatus, default=GoodStatus.DRAFT)
    # Kept by ``set_availability``: no pack of it is in stock.
    is_sold_out = models.BooleanField(default=False)
    popularity = models.PositiveIntegerField(default=0)
    is_illustrative = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Grows with every change: the key of cached cards.
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Good]] = GoodQuerySet.as_manager()

    if TYPE_CHECKING:
        collation_zh_hans: bytes
        collation_vi: bytes
        collation_en: bytes
        name_zh_hans: str
        name_vi: str
        name_en: str
        description_zh_hans: str
        description_vi: str
        description_en: str
        ordering_reason_zh_hans: str
        ordering_reason_vi: str
        ordering_reason_en: str
        storage_zh_hans: str
        storage_vi: str
        storage_en: str
        fob_place_zh_hans: str
        fob_place_vi: str
        fob_place_en: str
        category_id: int
        county_id: int
        producer_id: int
        unit_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(
                    # An unknown comparison passes a CHECK: translated columns are nullable, so NULL is ruled out
                    # by name.
                    published_at__isnull=False,
                    **_in_all_owed("name"),
                ),
                name="good_published_has_names_and_instant",
            ),
            models.CheckConstraint(condition=Q(status__in=GoodStatus.values), name="good_status_is_known"),
            models.CheckConstraint(condition=Q(ordering__in=Ordering.values), name="good_ordering_is_known"),
            models.CheckConstraint(condition=Q(season_mask__lt=4096), name="good_season_has_twelve_months"),
            models.CheckConstraint(
                condition=Q(hs_code="") | Q(hs_code__regex=r"^[0-9]{8}([0-9]{2})?$"),
                name="good_hs_code_has_8_or_10_digits",
            ),
            models.CheckConstraint(
                condition=Q(lead_time_max_days__gte=F("lead_time_min_days")), name="good_lead_time_is_a_range"
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | (
                    Q(hs_code__gt="")
                    & Q(origin_country__gt="")
                    & Q(price_from__isnull=False)
                    & Q(min_quantity__isnull=False)
                ),
                name="good_published_has_hs_code_origin_and_price",
            ),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True) | Q(price_from__gt=0), name="good_price_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True, price_to__isnull=True)
                | Q(price_from__isnull=False, price_to__isnull=False, price_to__gte=F("price_from")),
                name="good_price_is_a_range",
            ),
            models.CheckConstraint(
                condition=Q(usd_factor__isnull=True) | Q(usd_factor__gt=0), name="good_usd_factor_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(price_currency="USD") | Q(usd_factor__isnull=False, usd_factor=1),
                name="good_usd_is_worth_itself",
            ),
            models.CheckConstraint(
                condition=Q(ordering="order") | Q(**_in_all_owed("ordering_reason")),
                name="good_by_enquiry_says_why",
            ),
            models.CheckConstraint(
                condition=Q(storage_min_c__isnull=True, storage_max_c__isnull=True)
                | Q(storage_min_c__isnull=False, storage_max_c__isnull=False, storage_max_c__gte=F("storage_min_c")),
                name="good_storage_is_a_range",
            ),
        )
        indexes = (
            models.Index(fields=["status", "-popularity", "id"], name="good_by_popularity"),
            models.Index(fields=["status", "category", "-popularity", "id"], name="good_by_category"),
            models.Index(fields=["status", "county", "-popularity", "id"], name="good_by_county"),
            models.Index(fields=["status", "price_usd", "id"], name="good_by_price_in_usd"),
            models.Index(fields=["status", "-published_at", "id"], name="good_by_newness"),
            *(
                models.Index(fields=["status", f"collation_{one.column}", "id"], name=f"good_by_{one.english}_name")
                for one in LANGUAGES
            ),
            models.Index(fields=["status", "producer", "-popularity", "id"], name="good_by_producer"),
            # What a new rate has still to reach.
            models.Index(F("price_currency"), F("id"), condition=~Q(price_currency="USD"), name="good_in_other_money"),
            # Facets are counted from this index alone: the rows are fat with texts in three languages.
            models.Index(
                fields=[
                    "status",
                    "category",
                    "county",
                    "is_gi_protected",
                    "is_cold_chain",
                    "season_mask",
                    "producer",
                    "price_usd",
                ],
                name="good_for_facets_in_usd",
            ),
            # The same by producer, in the order in which they are counted.
            models.Index(
                fields=[
                    "status",
                    "producer",
                    "category",
                    "county",
                    "is_gi_protected",
                    "is_cold_chain",
                    "season_mask",
                    "price_usd",
                ],
                name="good_for_producer_counts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    @property
    def season_months(self) -> list[int]:
        """Months of harvest, 1 to 12, ascending; empty: all year."""
        return [month for month in range(1, 13) if self.season_mask & (1 << (month - 1))]

    @property
    def is_orderable(self) -> bool:
        return self.ordering == Ordering.ORDER


def season_mask(months: list[int] | None) -> int:
    """Return the bit mask of ``months`` (1 to 12); 0 for none or all year."""
    return sum(1 << (month - 1) for month in set(months or []))


class Availability(models.TextChoices):
    AVAILABLE = "available", _("In stock")
    SOLD_OUT = "sold_out", _("Out of stock")


class Pack(models.Model):
    """One shipping unit of a good. ``content`` in the good's unit; weights in kg, measures in cm; moq and step in
    packs.
    """

    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="packs")
    sku = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    content = models.DecimalField(max_digits=12, decimal_places=3)
    net_kg = models.DecimalField(max_digits=12, decimal_places=3)
    gross_kg = models.DecimalField(max_digits=12, decimal_places=3)
    length_cm = models.DecimalField(max_digits=6, decimal_places=1)
    width_cm = models.DecimalField(max_digits=6, decimal_places=1)
    height_cm = models.DecimalField(max_digits=6, decimal_places=1)
    per_pallet = models.PositiveIntegerField(default=1)
    moq = models.PositiveIntegerField(default=1)
    step = models.PositiveIntegerField(default=1)
    availability = models.CharField(max_length=9, choices=Availability, default=Availability.AVAILABLE)
    position = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str
        good_id: int

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(moq__gte=1, step__gte=1), name="pack_moq_and_step_are_positive"),
            models.CheckConstraint(condition=Q(content__gt=0), name="pack_content_is_positive"),
            models.CheckConstraint(
                condition=Q(gross_kg__gte=F("net_kg"), net_kg__gt=0), name="pack_gross_is_not_under_net"
            ),
            models.CheckConstraint(
                condition=Q(availability__in=Availability.values), name="pack_availability_is_known"
            ),
            models.UniqueConstraint(fields=["good", "position"], name="pack_position_unique_per_good"),
        )

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

    @property
    def rule(self) -> OrderRule:
        return OrderRule(moq=self.moq, step=self.step)


class Picture(models.Model):
    """A picture of a good. ``renditions``: list of {"format", "width", "height", "name"}, filled by a task, never
    in a request.
    """

    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="pictures")
    file = models.ImageField(upload_to="goods/", width_field="width", height_field="height")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    renditions = models.JSONField(default=list)

    if TYPE_CHECKING:
        alt_zh_hans: str
        alt_vi: str
        alt_en: str
        good_id: int

    class Meta:
        constraints = (models.UniqueConstraint(fields=["good", "position"], name="picture_position_unique_per_good"),)

    def __str__(self) -> str:
        return f"{self.good_id} #{self.position}"


class StorefrontRevision(models.Model):
    """One row. It grows in the transaction of every change that a visitor can see; cached pages are keyed by it."""

    value = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="storefront_revision_is_one_row"),)

    def __str__(self) -> str:
        return str(self.value)
