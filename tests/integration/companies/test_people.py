"""Who is told what concerns a company."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.companies.models import Role
from marketplace.companies.selectors import people_of
from tests.factories.companies import CompanyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_those_in_the_role_are_told_and_without_any_all(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    company = CompanyFactory.create(producer=True)
    owner = MembershipFactory.create(company=company, roles=(Role.OWNER,)).user
    sales = MembershipFactory.create(company=company, roles=(Role.SALES,)).user
    with django_assert_num_queries(1):
        assert people_of(company.pk, roles={Role.SALES}) == [sales]
    assert people_of(company.pk, roles={Role.FINANCE}) == [owner, sales]
    assert people_of(company.pk) == [owner, sales]


def test_who_can_no_longer_sign_in_is_nobody() -> None:
    member = MembershipFactory.create(user__is_active=False)
    assert people_of(member.company_id) == []
