"""Counties, units, currencies, customs codes: rows with a source and a "verified" mark, editable, never invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models


class Sourced(models.Model):
    """A fact from outside: where it was read, and whether somebody has verified it."""

    source = models.CharField(max_length=200, blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        abstract = True


class County(Sourced):
    """One of the thirteen counties and cities of Honghe. ``code``: GB/T 2260, six digits. Coordinates in degrees."""

    code = models.CharField(max_length=6, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    pinyin = models.CharField(max_length=60, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    # list of {"zh_hans": …, "vi": …, "en": …}
    specialities = models.JSONField(default=list)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str
        full_name_zh_hans: str
        full_name_vi: str
        full_name_en: str
        description_zh_hans: str
        description_vi: str
        description_en: str

    def __str__(self) -> str:
        return self.name


class Unit(Sourced):
    """A customs unit of quantity. ``code``: three digits (035 kilogram). Source: customs unit code table."""

    code = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=40)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str

    def __str__(self) -> str:
        return self.name


class Currency(Sourced):
    """``code``: ISO 4217. ``customs_code``: three digits on the wire; empty where none is known."""

    code = models.CharField(max_length=3, unique=True)
    customs_code = models.CharField(max_length=3, blank=True)

    def __str__(self) -> str:
        return self.code


class Country(Sourced):
    """``code``: ISO 3166 alpha-2 or alpha-3 as the source gives it; ``customs_code``: three digits on the wire."""

    code = models.CharField(max_length=3, unique=True)
    customs_code = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=60)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str

    def __str__(self) -> str:
        return self.name


class CodeTable(models.TextChoices):
    TRADE_MODE = "trade_mode"
    TRANSACTION_MODE = "transaction_mode"
    TRANSPORT_MODE = "transport_mode"
    WRAP_TYPE = "wrap_type"
    CUSTOMS_DISTRICT = "customs_district"
    RECEIPT_STATUS = "receipt_status"


class CustomsCode(Sourced):
    """One row of one customs code table; the Chinese name is the table's own."""

    table = models.CharField(max_length=20, choices=CodeTable)
    code = models.CharField(max_length=8)
    name_zh = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["table", "code"], name="customs_code_unique_per_table"),)

    def __str__(self) -> str:
        return f"{self.table} {self.code} {self.name_zh}"


class ExportDocument(Sourced):
    """A paper that an export needs (never: that somebody holds). ``code`` is ours."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    note = models.TextField(blank=True)

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str
        note_zh_hans: str
        note_vi: str
        note_en: str

    def __str__(self) -> str:
        return self.name
