"""Goods that can be ordered. ``PackFactory`` makes the whole chain: producer, good, pack, price."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.catalog.models import Availability, Category, Good, GoodStatus, Ordering, Pack, Picture
from tests.factories.companies import CompanyFactory
from tests.factories.reference import UnitFactory


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"category-{n}")
    name_zh_hans = factory.Sequence(lambda n: f"米{n}")
    name_vi = factory.Sequence(lambda n: f"Gạo {n}")
    name_en = factory.Sequence(lambda n: f"Rice {n}")


class GoodFactory(DjangoModelFactory[Good]):
    """A published good of a verified producer, sold by the kilogram; traits: draft, withdrawn, enquiry."""

    class Meta:
        model = Good

    sku = factory.Sequence(lambda n: f"HH-YY-{n:05d}")
    slug = factory.Sequence(lambda n: f"red-rice-{n}")
    name_zh_hans = factory.Sequence(lambda n: f"元阳红米{n}")
    name_vi = factory.Sequence(lambda n: f"Gạo đỏ Nguyên Dương {n}")
    name_en = factory.Sequence(lambda n: f"Yuanyang red rice {n}")
    category = factory.SubFactory(CategoryFactory)
    producer = factory.SubFactory(CompanyFactory, producer=True)
    county = factory.SelfAttribute("producer.county")
    unit = factory.SubFactory(UnitFactory)
    hs_code = "1006209000"
    fob_place_zh_hans = "河口"
    fob_place_vi = "Hà Khẩu"
    fob_place_en = "Hekou"
    price_from = Decimal("2.30000")
    price_to = factory.SelfAttribute("price_from")
    min_quantity = Decimal("50.000")
    status = GoodStatus.PUBLISHED
    published_at = datetime(2026, 10, 2, tzinfo=UTC)
    created_at = datetime(2026, 10, 1, tzinfo=UTC)

    class Params:
        draft = factory.Trait(status=GoodStatus.DRAFT, published_at=None)
        withdrawn = factory.Trait(status=GoodStatus.WITHDRAWN)
        enquiry = factory.Trait(
            ordering=Ordering.ENQUIRY,
            ordering_reason_zh_hans="出口需要配额。",
            ordering_reason_vi="Xuất khẩu cần hạn ngạch.",
            ordering_reason_en="The export needs a quota.",
        )


class PackFactory(DjangoModelFactory[Pack]):
    """A carton of 10 kg, ordered 5, 7, 9 … at a time, with breaks 2.45 from 1 and 2.30 USD/kg from 50 cartons."""

    class Meta:
        model = Pack
        skip_postgeneration_save = True

    good = factory.SubFactory(GoodFactory)
    sku = factory.LazyAttributeSequence(lambda pack, n: f"{pack.good.sku}-{n % 10000}")
    name_zh_hans = "10 千克纸箱"
    name_vi = "Thùng 10 kg"
    name_en = "10 kg carton"
    content = Decimal("10.000")
    net_kg = Decimal("10.000")
    gross_kg = Decimal("10.600")
    length_cm = Decimal("40.0")
    width_cm = Decimal("30.0")
    height_cm = Decimal("20.0")
    moq = 5
    step = 2
    position = factory.Sequence(lambda n: n % 30000)

    first_break = factory.RelatedFactory("tests.factories.pricing.PriceBreakFactory", factory_related_name="pack")
    second_break = factory.RelatedFactory(
        "tests.factories.pricing.PriceBreakFactory",
        factory_related_name="pack",
        from_quantity=50,
        unit_price=Decimal("2.30000"),
    )

    class Params:
        sold_out = factory.Trait(availability=Availability.SOLD_OUT)
        unpriced = factory.Trait(first_break=None, second_break=None)


class PictureFactory(DjangoModelFactory[Picture]):
    """A row without a file on disk: nothing reads the file."""

    class Meta:
        model = Picture

    good = factory.SubFactory(GoodFactory)
    width = 1600
    height = 1200
    alt_zh_hans = "一碗红米"
    alt_vi = "Một bát gạo đỏ"
    alt_en = "A bowl of red rice"
    position = factory.Sequence(lambda n: n % 30000)
