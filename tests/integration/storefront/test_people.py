"""Members see who is what in their company; owners give and take roles."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.audit.models import AuditEvent
from marketplace.companies.models import Company, Membership, MembershipRole, Role
from marketplace.web import process_cache
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.integration.scenes import text_of

pytestmark = pytest.mark.django_db
PAGE = "/vi/account/people/"


@pytest.fixture
def company() -> Company:
    found: Company = CompanyFactory.create(producer=True)
    return found


@pytest.fixture
def owner(client: Client, company: Company) -> Membership:
    """The only owner, signed in."""
    member: Membership = MembershipFactory.create(company=company, roles=(Role.OWNER,))
    client.force_login(member.user)
    return member


def change(client: Client, member: Membership, *roles: str) -> str:
    answer = client.post(f"{PAGE}{member.pk}/roles/", {"roles": roles}, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def roles_of(member: Membership) -> set[str]:
    return set(MembershipRole.objects.filter(membership=member).values_list("role", flat=True))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Thành viên và vai trò", "Đổi giá", "Giao hàng"]),
        ("zh-hans", ["人员与角色", "修改价格", "发货"]),
        ("en", ["People and roles", "Change prices", "Fulfilment"]),
    ],
)
def test_a_member_reads_who_is_what_and_what_each_may(
    client: Client, company: Company, language: str, words: list[str]
) -> None:
    member = MembershipFactory.create(company=company, roles=(Role.FULFILMENT,))
    other = MembershipFactory.create(company=company, roles=(Role.SALES, Role.OWNER))
    stranger = MembershipFactory.create(sales=True)
    client.force_login(member.user)
    answer = client.get(f"/{language}/account/people/")
    text = text_of(answer)
    assert [word for word in (*words, other.user.email) if word not in text] == []
    assert stranger.user.email not in text
    assert "/roles/" not in answer.content.decode()


def test_an_owner_gives_a_set_of_roles_and_the_trail_says_so(
    client: Client, company: Company, owner: Membership
) -> None:
    member = MembershipFactory.create(company=company, roles=(Role.FULFILMENT,))
    change(client, member, "sales", "fulfilment")
    assert roles_of(member) == {"sales", "fulfilment"}
    event = AuditEvent.objects.get(verb="company.member.roles_changed")
    assert event.actor_id == owner.user_id
    assert event.data == {"user_id": member.user_id, "from": ["fulfilment"], "to": ["sales", "fulfilment"]}
    change(client, member, "sales", "fulfilment")
    assert AuditEvent.objects.filter(verb="company.member.roles_changed").count() == 1


def test_a_company_keeps_an_owner(client: Client, company: Company, owner: Membership) -> None:
    assert "Doanh nghiệp phải có một chủ" in change(client, owner, "sales")
    retired = MembershipFactory.create(company=company, roles=(Role.OWNER,), user__is_active=False)
    assert "Doanh nghiệp phải có một chủ" in change(client, owner, "sales")
    assert roles_of(owner) == roles_of(retired) == {"owner"}
    other = MembershipFactory.create(company=company, roles=(Role.SALES,))
    change(client, other, "owner")
    change(client, owner, "sales")
    assert (roles_of(other), roles_of(owner)) == ({"owner"}, {"sales"})


@pytest.mark.parametrize("roles", [(), ("purchaser",), ("state",), ("\x00",), ("x" * 9_000,)])
def test_roles_that_cannot_be_are_refused(
    client: Client, company: Company, owner: Membership, roles: tuple[str, ...]
) -> None:
    member = MembershipFactory.create(company=company, roles=(Role.SALES,))
    change(client, member, *roles)
    assert roles_of(member) == {"sales"}


def test_nobody_changes_roles_of_another_company(client: Client, owner: Membership) -> None:
    stranger = MembershipFactory.create(sales=True)
    assert client.post(f"{PAGE}{stranger.pk}/roles/", {"roles": "owner"}).status_code == 404
    assert roles_of(stranger) == {"sales"}


def test_who_owns_nothing_is_told_who_does(client: Client, company: Company, owner: Membership) -> None:
    member = MembershipFactory.create(company=company, roles=(Role.SALES,))
    client.force_login(member.user)
    answer = client.post(f"{PAGE}{member.pk}/roles/", {"roles": "owner"})
    assert answer.status_code == 403
    assert owner.user.name in text_of(answer)
    assert roles_of(member) == {"sales"}


def test_somebody_without_a_company_reads_that(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_however_many_people_there_are(
    client: Client,
    company: Company,
    owner: Membership,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    MembershipFactory.create_batch(count, company=owner.company, roles=(Role.SALES, Role.FULFILMENT))
    process_cache.clear()
    with django_assert_max_num_queries(8):
        assert client.get(PAGE).status_code == 200
