"""The companies of the demonstration market, and who acts for them. Those that are there already stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.companies.models import Company, CompanyKind, Role
from marketplace.companies.services import add_member, verify_company
from marketplace.kernel.demo import Say, data, translated
from marketplace.reference.models import County


@transaction.atomic
def load(say: Say, *, now: datetime) -> None:
    """Add missing companies, and let the people who are new act for theirs."""
    say("producers", _add(_producers(), now=now))
    say("buyers", _add(_buyers(), now=now))
    # Those who came in this very run: whom somebody took out of a company since stays out of it.
    new = set(User.objects.filter(is_demo=True, date_joined=now).values_list("email", flat=True))
    say("memberships", _add_members(new, now=now))


def _add(companies: Iterable[Company], *, now: datetime) -> int:
    known = set(Company.objects.values_list("slug", flat=True))
    missing = [company for company in companies if company.slug not in known]
    for company in missing:
        company.is_illustrative, company.created_at = True, now
        company.save(force_insert=True)
        record_event(verb="company.registered", subject=company, at=now, data={"kind": company.kind, "is_demo": True})
        verify_company(company_id=company.pk, actor=None, now=now)
    return len(missing)


def _producers() -> Iterable[Company]:
    counties = dict(County.objects.values_list("code", "pk"))
    for row in data("producers")["producers"]:
        yield Company(
            kind=CompanyKind.PRODUCER,
            slug=row["id"],
            **translated(row, "name", "name"),
            **translated(row, "desc", "description"),
            legal_name=row["name_zh"],
            country="CN",
            county_id=counties[row["county_code"]],
            producer_type=row["type"],
            customs_code=row["customs_code"],
        )


def _buyers() -> Iterable[Company]:
    for row in data("demo")["companies"]:
        yield Company(
            kind=CompanyKind.BUYER,
            slug=row["id"],
            name_zh_hans=row["name_zh"],
            name_vi=row["name"] if row["language"] == "vi" else row["name_en"],
            name_en=row["name_en"],
            legal_name=row["name"],
            address_zh_hans=row["address_zh"],
            address_vi=row["address"] if row["language"] == "vi" else row["address_en"],
            address_en=row["address_en"],
            city=row["city"],
            country=row["country"],
            tax_code=row["tax_code"],
        )


def _add_members(emails: set[str], *, now: datetime) -> int:
    companies = dict(Company.objects.values_list("slug", "pk"))
    people = {user.email: user for user in User.objects.filter(email__in=emails)}
    rows = [row for row in data("demo")["accounts"] if row["email"] in emails and _employer(row)]
    for row in rows:
        add_member(
            company_id=companies[_employer(row)], user=people[row["email"]], roles={_role(row)}, actor=None, now=now
        )
    return len(rows)


def _employer(row: dict[str, Any]) -> str:
    return row.get("company") or row.get("producer") or ""


def _role(row: dict[str, Any]) -> Role:
    """The last part of ``buyer-owner``, ``producer-fulfilment`` …"""
    return Role(row["role"].partition("-")[2])
