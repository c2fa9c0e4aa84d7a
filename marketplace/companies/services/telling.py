"""What the company's people are told of an operator's word: each in her own language, in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.companies.models import CompanyDecision, CompanyKind, Decision
from marketplace.companies.selectors import people_of
from marketplace.notifications.telling import Value, tell

ANSWER_DAYS: Final = 30


def tell_its_people(decision: CompanyDecision, *, now: datetime) -> None:
    """Queue a mail for every person of the company. One that is taken up again hears of the next decision."""
    event, context = _NOTICES.get(Decision(decision.decision), ("", _plain))
    if event:
        people = people_of(decision.company_id)
        tell(event, people, context(decision, now), key=str(decision.pk), now=now, link=("account_home",))


def _plain(decision: CompanyDecision, now: datetime) -> Mapping[str, Value]:  # noqa: ARG001 - one shape for all
    return {"company_name": decision.company.legal_name}


def _with_reason(decision: CompanyDecision, now: datetime) -> Mapping[str, Value]:
    return {**_plain(decision, now), "reason": _reason(decision)}


def _returned(decision: CompanyDecision, now: datetime) -> Mapping[str, Value]:
    return {
        **_with_reason(decision, now),
        "items": _Joined(lambda: decision.item_labels),
        "item_count": len(decision.item_labels),
        "answer_by": timezone.localdate(now + timedelta(days=ANSWER_DAYS)),
    }


def _verified(decision: CompanyDecision, now: datetime) -> Mapping[str, Value]:
    is_buyer = decision.company.kind == CompanyKind.BUYER
    return {
        **_plain(decision, now),
        "capacity_name": CompanyKind(decision.company.kind).label,
        "decided_on": timezone.localdate(now),
        "next_step": _("order; what waited is on its way to the producers") if is_buyer else _("sell your goods"),
        "recheck_on": _("when one of your papers runs out"),
    }


def _reason(decision: CompanyDecision) -> Promise:
    note = [decision.note] if decision.note else []
    return _Joined(lambda: [*decision.reason_labels, *note])


class _Joined(Promise):
    """Labels, in whatever language is active when they are written."""

    def __init__(self, labels: Callable[[], list[str]]) -> None:
        self._labels = labels

    def __str__(self) -> str:
        return " · ".join(self._labels())


_NOTICES: Final[Mapping[Decision, tuple[str, Callable[[CompanyDecision, datetime], Mapping[str, Value]]]]] = {
    Decision.VERIFIED: ("company_verified", _verified),
    Decision.RETURNED: ("application_returned", _returned),
    Decision.REFUSED: ("company_refused", _with_reason),
    Decision.SUSPENDED: ("company_suspended", _with_reason),
    Decision.LIFTED: ("company_suspension_lifted", _plain),
}
