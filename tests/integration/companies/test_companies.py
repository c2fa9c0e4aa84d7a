"""Companies: signing up, members, review, and what visitors see of producers."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.companies import services
from marketplace.companies.documents import ProducerSource
from marketplace.companies.errors import AlreadyAMember, CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyKind, CompanyStatus, Membership, Role
from marketplace.companies.selectors import companies_of, membership_of, producer_by_slug, producers
from marketplace.outbox.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.factories.reference import CountyFactory

pytestmark = pytest.mark.django_db


def test_who_signs_up_owns_a_company_that_awaits_review(now: datetime) -> None:
    user = UserFactory.create(language="vi")
    company = services.register_buyer_company(
        user=user, legal_name="Công ty TNHH Bến Sen", country="VN", tax_code="0100000003", address="Số 1", now=now
    )
    company.refresh_from_db()
    assert (company.kind, company.status) == (CompanyKind.BUYER, CompanyStatus.PENDING)
    assert (str(company), company.address_vi, company.created_at) == ("Công ty TNHH Bến Sen", "Số 1", now)
    membership = Membership.objects.get(company=company)
    assert (membership.user, set(membership.roles)) == (user, {Role.OWNER})
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"company.registered", "company.member.added"}


def test_two_companies_of_one_name_do_not_meet(now: datetime) -> None:
    first, second = (
        services.register_buyer_company(user=UserFactory.create(), legal_name="Sen", country="VN", now=now)
        for _ in range(2)
    )
    assert first.slug != second.slug


def test_a_person_joins_a_company_once(now: datetime, actor: User) -> None:
    member = MembershipFactory.create()
    with pytest.raises(AlreadyAMember):
        services.add_member(company_id=member.company_id, user=member.user, roles={Role.OWNER}, actor=actor, now=now)
    assert Membership.objects.get().roles == member.roles


def test_a_verified_producer_is_seen_and_a_suspended_one_is_not(now: datetime, actor: User) -> None:
    company = CompanyFactory.create(producer=True, status=CompanyStatus.PENDING)
    assert not producers().exists()
    services.verify_company(company_id=company.pk, actor=actor, now=now)
    assert producer_by_slug(company.slug) == company
    assert list(producers(county_id=company.county_id)) == [company]
    services.suspend_company(company_id=company.pk, reasons=["licence_ended"], note="", actor=actor, now=now)
    with pytest.raises(Company.DoesNotExist):
        producer_by_slug(company.slug)
    events = AuditEvent.objects.filter(verb="company.status.changed").order_by("pk")
    assert [one.data["to"] for one in events] == ["verified", "suspended"]
    assert events[1].data["reasons"] == ["licence_ended"]
    messages = OutboxMessage.objects.filter(topic="companies.company.changed")
    assert [one.payload for one in messages] == [{"company_id": company.pk, "slug": company.slug}] * 2
    assert {one.lane for one in messages} == {"index"}


def test_a_move_that_is_none_is_refused_and_leaves_no_trace(now: datetime, actor: User) -> None:
    company = CompanyFactory.create()
    with pytest.raises(CompanyTransitionNotAllowed) as refusal:
        services.verify_company(company_id=company.pk, actor=actor, now=now)
    assert (refusal.value.source, refusal.value.target) == ("verified", "verified")
    assert not AuditEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_person_acts_for_her_own_companies_only() -> None:
    buyer, seller = MembershipFactory.create(), MembershipFactory.create(sales=True)
    MembershipFactory.create(user=buyer.user, company=seller.company, roles=(Role.SALES,))
    assert membership_of(buyer.user, CompanyKind.BUYER) == buyer
    assert membership_of(seller.user, CompanyKind.BUYER) is None
    assert companies_of(buyer.user) == [buyer.company, seller.company]
    assert companies_of(UserFactory.create()) == []


@pytest.mark.parametrize("values", [{"kind": "state"}, {"status": "gone"}, {"county": None}], ids=str)
def test_the_database_refuses_a_company_that_cannot_be(values: dict[str, object]) -> None:
    company = CompanyFactory.create(producer=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=company.pk).update(**values)


def test_the_search_is_given_visible_producers_and_nobody_else() -> None:
    seen = CompanyFactory.create(producer=True, county=CountyFactory.create(slug="mengzi"))
    hidden, buyer = CompanyFactory.create(producer=True, suspended=True), CompanyFactory.create()
    (document,) = ProducerSource().iter_documents()
    assert (document.id, document.county) == (f"producer:{seen.slug}", "mengzi")
    assert document.names["vi"] == seen.name_vi
    ids = [f"producer:{one.slug}" for one in (hidden, buyer, seen)]
    assert [one.id for one in ProducerSource().documents_for(ids)] == [document.id]
