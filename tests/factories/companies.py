"""Companies and who acts for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from marketplace.accounts.models import User
from marketplace.companies.models import Company, CompanyKind, CompanyStatus, Membership, MembershipRole, Role
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
    """A purchaser of a buyer company; trait ``sales``: of a producer. ``roles``: the set that she holds."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    company = factory.SubFactory(CompanyFactory)
    roles = (Role.PURCHASER,)
    created_at = datetime(2026, 10, 1, tzinfo=UTC)

    class Params:
        sales = factory.Trait(
            roles=(Role.SALES,),
            user=factory.SubFactory(UserFactory, language="zh-hans"),
            company=factory.SubFactory(CompanyFactory, producer=True),
        )

    @classmethod
    def _create(cls, model_class: type[Membership], *args: Any, roles: Collection[Role], **values: Any) -> Membership:
        membership: Membership = super()._create(model_class, *args, **values)  # type: ignore[no-untyped-call]
        give(membership, *roles)
        return membership


def give(membership: Membership, *roles: Role) -> None:
    """Let a member be these and nothing else."""
    MembershipRole.objects.filter(membership=membership).delete()
    MembershipRole.objects.bulk_create(MembershipRole(membership=membership, role=role) for role in roles)
    membership.roles = frozenset(roles)


def person_of(company: Company, *roles: Role) -> User:
    """Somebody new who acts for ``company``: in ``roles``, else in one that sells or buys."""
    usual = Role.SALES if company.kind == CompanyKind.PRODUCER else Role.PURCHASER
    user: User = MembershipFactory.create(company=company, roles=roles or (usual,)).user
    return user
