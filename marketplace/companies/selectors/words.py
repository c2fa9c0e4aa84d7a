"""What operators last said of a company, for its people."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.companies.models import Company, CompanyDecision, CompanyStatus, Decision

# A word stands for as long as the company is as the word left it.
_STANDS = {
    CompanyStatus.RETURNED: Decision.RETURNED,
    CompanyStatus.REFUSED: Decision.REFUSED,
    CompanyStatus.SUSPENDED: Decision.SUSPENDED,
}


def last_words(companies: Iterable[Company]) -> dict[int, CompanyDecision]:
    """Return why companies were given back, refused or suspended, by their id, where that still stands. One query,
    none where nothing does.
    """
    waiting = {one.pk: _STANDS[CompanyStatus(one.status)] for one in companies if one.status in _STANDS}
    if not waiting:
        return {}
    found = CompanyDecision.objects.filter(company_id__in=waiting).order_by("decided_at", "pk")
    newest = {decision.company_id: decision for decision in found}
    return {pk: decision for pk, decision in newest.items() if decision.decision == waiting[pk]}


def last_word(company: Company) -> CompanyDecision | None:
    """Return why a company was given back, refused or suspended, None where nothing stands against it."""
    return last_words([company]).get(company.pk)
