"""The company's own people correct what an operator returned, and send it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.companies import acts
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company
from marketplace.companies.selectors import ensure_may
from marketplace.companies.states import CompanyStatus

if TYPE_CHECKING:
    from marketplace.accounts.models import User

FIELDS: Final = ("legal_name", "tax_code", "city", "address", "phone")


@transaction.atomic
def resubmit_company(*, company_id: int, facts: Mapping[str, str], actor: User, now: datetime) -> Company:
    """Correct the facts of a returned company and put it before the operators again.

    Args:
        company_id: primary key of a company in status RETURNED.
        facts: of FIELDS; ``address`` in the actor's language. Others are not looked at.
        actor: one of its people.
        now: present instant, aware UTC.
    Returns:
        The company, status PENDING. The audit event names what changed, with old and new.
    Raises:
        Company.DoesNotExist: no such company.
        NotPermitted: ``actor`` may not.
        CompanyTransitionNotAllowed: nothing was returned.
    """
    ensure_may(actor=actor, company_id=company_id, act=acts.CORRECT_COMPANY)
    company = Company.objects.select_for_update().get(pk=company_id)
    source = CompanyStatus(company.status)
    if source != CompanyStatus.RETURNED:  # a refused or suspended company is taken up again by an operator alone
        raise CompanyTransitionNotAllowed(source=source.value, target=CompanyStatus.PENDING.value)
    changed = {}
    for name in FIELDS:
        column = f"address_{actor.language.replace('-', '_')}" if name == "address" else name
        before, after = getattr(company, column) or "", facts.get(name, "")
        if before != after:
            setattr(company, column, after)
            changed[column] = [before, after]
    company.status = CompanyStatus.PENDING
    company.save(update_fields=["status", *changed])
    record_event(
        verb="company.resubmitted",
        subject=company,
        actor=actor.pk,
        actor_label=str(actor),
        at=now,
        data={"from": source.value, "to": CompanyStatus.PENDING.value, "changed": changed},
    )
    return company
