"""Companies and who acts for them."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from marketplace.companies.models import Company, CompanyKind, CompanyStatus, Membership, Role
from tests.factories.accounts import UserFactory
from tests.factories.reference import CountyFactory


class CompanyFactory(DjangoModelFactory[Company]):
    """A verified buyer in Hanoi; trait ``producer``: a verified producer with a customs code."""

    class Meta:
        model = Company

    kind = CompanyKind.BUYER
    status = CompanyStatus.VERIFIED
    slug = factory.Sequence(lambda n: f"company-{n}")
    name_zh_hans = factory.Sequence(lambda n: f"莲渡食品有限公司{n}")
    name_vi = factory.Sequence(lambda n: f"Công ty Thực phẩm Bến Sen {n}")
    name_en = factory.Sequence(lambda n: f"Ben Sen Foods {n}")
    legal_name = factory.Sequence(lambda n: f"Công ty TNHH Thực phẩm Bến Sen {n}")
    country = "VN"
    created_at = datetime(2026, 10, 1, tzinfo=UTC)

    class Params:
        producer = factory.Trait(
            kind=CompanyKind.PRODUCER,
            country="CN",
            county=factory.SubFactory(CountyFactory),
            producer_type="cooperative",
            slug=factory.Sequence(lambda n: f"producer-{n}"),
            name_zh_hans=factory.Sequence(lambda n: f"元阳云阶米业有限公司{n}"),
            name_vi=factory.Sequence(lambda n: f"Công ty Gạo Vân Giai {n}"),
            name_en=factory.Sequence(lambda n: f"Yunjie Rice {n}"),
            legal_name=factory.Sequence(lambda n: f"元阳云阶米业有限公司{n}"),
            customs_code=factory.Sequence(lambda n: f"5325D{n:05d}"),
        )
        suspended = factory.Trait(status=CompanyStatus.SUSPENDED)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A purchaser of a buyer company; trait ``sales``: of a producer."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    company = factory.SubFactory(CompanyFactory)
    role = Role.PURCHASER
    created_at = datetime(2026, 10, 1, tzinfo=UTC)

    class Params:
        sales = factory.Trait(
            role=Role.SALES,
            user=factory.SubFactory(UserFactory, language="zh-hans"),
            company=factory.SubFactory(CompanyFactory, producer=True),
        )
