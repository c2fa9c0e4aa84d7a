"""A buyer company comes into being when somebody signs up for it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies.models import Company, CompanyKind, Role
from marketplace.companies.services.membership import add_member
from marketplace.kernel.phones import parse_phone
from marketplace.kernel.tax import parse_tax_code

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def register_buyer_company(
    *,
    user: User,
    legal_name: str,
    country: str,
    now: datetime,
    tax_code: str = "",
    city: str = "",
    address: str = "",
    phone: str = "",
) -> Company:
    """Register a buyer company that awaits review, with ``user`` as its owner.

    Args:
        user: the saved person who signs up; also the actor.
        legal_name: as it stands in the register, at most 200 characters.
        country: ISO 3166 alpha-2.
        now: present instant, aware UTC.
        tax_code: as people write it; kept in the one form of its country.
        city: at most 80 characters.
        address: in the language of the person, at most 300 characters.
        phone: as people write it; kept in one form.
    Returns:
        The company, status PENDING. Its translated names stay empty: pages show the legal name until somebody
        gives others.
    """
    company = Company(
        kind=CompanyKind.BUYER,
        slug=f"buyer-{secrets.token_hex(8)}",  # never shown: a buyer has no public page
        legal_name=legal_name,
        country=country,
        tax_code=parse_tax_code(tax_code, country=country) if tax_code else "",
        city=city,
        phone=str(parse_phone(phone, country=country)) if phone else "",
        created_at=now,
    )
    setattr(company, f"address_{user.language.replace('-', '_')}", address)
    company.save(force_insert=True)
    record_event(
        verb="company.registered",
        subject=company,
        actor=user.pk,
        actor_label=str(user),
        at=now,
        data={"kind": company.kind, "country": country},
    )
    add_member(company_id=company.pk, user=user, roles={Role.OWNER}, actor=user, now=now)
    return company
