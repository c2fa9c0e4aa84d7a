"""Rows of the reference tables."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.reference.models import County, Currency, CustomsCode, ExportDocument, Unit


class CountyFactory(DjangoModelFactory[County]):
    class Meta:
        model = County

    code = factory.Sequence(lambda n: f"53{2500 + n:04d}")
    slug = factory.Sequence(lambda n: f"county-{n}")
    name_zh_hans = "元阳"
    name_vi = "Nguyên Dương"
    name_en = "Yuanyang"
    full_name_zh_hans = "元阳县"
    full_name_vi = "huyện Nguyên Dương"
    full_name_en = "Yuanyang County"
    latitude = Decimal("23.21992")
    longitude = Decimal("102.83522")


class UnitFactory(DjangoModelFactory[Unit]):
    """Kilogram. One row a code."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "035"
    name_zh_hans = "千克"
    name_vi = "kg"
    name_en = "kg"


class CurrencyFactory(DjangoModelFactory[Currency]):
    class Meta:
        model = Currency
        django_get_or_create = ("code",)

    code = "USD"
    customs_code = "502"


class CustomsCodeFactory(DjangoModelFactory[CustomsCode]):
    class Meta:
        model = CustomsCode

    table = "receipt_status"
    code = "120"
    name_zh = "海关入库"


class ExportDocumentFactory(DjangoModelFactory[ExportDocument]):
    class Meta:
        model = ExportDocument

    code = factory.Sequence(lambda n: f"document-{n}")
    name_zh_hans = "植物检疫证书"
    name_vi = "Giấy chứng nhận kiểm dịch thực vật"
    name_en = "Phytosanitary certificate"
