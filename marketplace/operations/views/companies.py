"""Companies: a list to look through, a page with everything that is reviewed, and an operator's word about one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.accounts.selectors import confirmed
from marketplace.companies import services
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyKind, CompanyStatus
from marketplace.companies.reasons import RefuseReason, ReturnedItem, ReturnReason, SuspendReason
from marketplace.companies.selectors import members_of
from marketplace.kernel.languages import CODES, texts_of
from marketplace.kernel.refusals import sentence
from marketplace.kernel.verdicts import ReasonMissing
from marketplace.operations.access import for_operators
from marketplace.operations.code_check import code_check
from marketplace.operations.forms import VerdictForm
from marketplace.operations.lists import PAGE_SIZE, asked_for_companies, companies
from marketplace.orders.models import Order
from marketplace.web.methods import post_from

_MOST_ORDERS: Final = 10
_MOST_PEOPLE: Final = 100
_MOST_DECISIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that an operator can do; ``reasons`` is None where she need not say why."""

    do: Callable[..., Company]
    title: Any
    said: Any
    sources: frozenset[str]
    reasons: Any = None
    has_items: bool = False
    is_serious: bool = False


_S: Final = CompanyStatus
ACTS: Final[Mapping[str, Act]] = {
    "verify": Act(
        services.verify_company,
        gettext_lazy("Verify"),
        gettext_lazy("%(company)s is verified."),
        frozenset({_S.PENDING}),
    ),
    "return": Act(
        services.return_company,
        gettext_lazy("Give back for correction"),
        gettext_lazy("%(company)s is back with its people, with your reasons."),
        frozenset({_S.PENDING}),
        reasons=ReturnReason,
        has_items=True,
    ),
    "refuse": Act(
        services.refuse_company,
        gettext_lazy("Do not admit"),
        gettext_lazy("%(company)s is not admitted; its people are told why."),
        frozenset({_S.PENDING, _S.RETURNED}),
        reasons=RefuseReason,
        is_serious=True,
    ),
    "suspend": Act(
        services.suspend_company,
        gettext_lazy("Suspend"),
        gettext_lazy("%(company)s is suspended; its people are told why."),
        frozenset({_S.PENDING, _S.RETURNED, _S.VERIFIED}),
        reasons=SuspendReason,
        is_serious=True,
    ),
    "lift": Act(
        services.lift_suspension,
        gettext_lazy("Lift the suspension"),
        gettext_lazy("The suspension of %(company)s is lifted."),
        frozenset({_S.SUSPENDED}),
    ),
    "reopen": Act(
        services.reopen_company,
        gettext_lazy("Take up again"),
        gettext_lazy("The application of %(company)s is taken up again."),
        frozenset({_S.REFUSED}),
    ),
}


@for_operators("companies.view_company")
@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """List companies; ``q`` finds by name, code, city or e-mail, ``status`` and ``kind`` narrow."""
    asked = asked_for_companies(request)
    page = Paginator(companies(asked), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "statuses": CompanyStatus.choices, "kinds": CompanyKind.choices}
    return render(request, "operations/companies/list.html", context)


@for_operators("companies.view_company")
@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one company: facts, code, people, papers, orders that wait, and what was decided."""
    return _detail(request, _load(slug))


@for_operators("companies.change_company")
@post_from("operations:company-detail", "slug")
def company_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Verify, return, refuse, suspend, lift or take up again; back to the page with the form where a reason lacks."""
    known = ACTS.get(act)
    if known is None:
        raise Http404
    company = _load(slug)
    form = VerdictForm(request.POST, reasons=known.reasons, items=ReturnedItem if known.has_items else None, name=act)
    if not form.is_valid():
        return _detail(request, company, failed={act: form}, status=422)
    try:
        known.do(company_id=company.pk, actor=cast(User, request.user), now=timezone.now(), **form.said())
    except ReasonMissing as refusal:
        form.refuse(refusal)
        return _detail(request, company, failed={act: form}, status=422)
    except CompanyTransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, str(known.said) % {"company": company.name or company.legal_name})
    return redirect("operations:company-detail", slug=slug)


def _load(slug: str) -> Company:
    return get_object_or_404(Company.objects.select_related("county"), slug=slug)


def _detail(
    request: HttpRequest, company: Company, failed: Mapping[str, VerdictForm] | None = None, status: int = 200
) -> HttpResponse:
    members = members_of([company.pk], limit=_MOST_PEOPLE).get(company.pk, [])
    sure = confirmed(member.user_id for member in members)
    waiting = Order.objects.for_operations().filter(buyer=company).order_by("-placed_at", "-pk")[:_MOST_ORDERS]
    context = {
        "company": company,
        "check": code_check(company),
        "people": [{"member": member, "is_confirmed": member.user_id in sure} for member in members],
        "orders": list(waiting),
        "decisions": company.decisions.select_related("decided_by").order_by("-decided_at", "-pk")[:_MOST_DECISIONS],
        "acts": _acts(request, company, failed or {}),
        "names": [(code, texts_of(company, "name").get(code, "")) for code in CODES],
        "addresses": list(texts_of(company, "address").items()),
    }
    return render(request, "operations/companies/detail.html", context, status=status)


def _acts(request: HttpRequest, company: Company, failed: Mapping[str, VerdictForm]) -> list[dict[str, Any]]:
    """Return what can be done in the present state, each with its form."""
    if not request.user.has_perm("companies.change_company"):
        return []
    return [
        {
            "name": name,
            "title": act.title,
            "is_serious": act.is_serious,
            "is_open": name in failed,
            "form": failed.get(name)
            or VerdictForm(reasons=act.reasons, items=ReturnedItem if act.has_items else None, name=name),
        }
        for name, act in ACTS.items()
        if company.status in act.sources or name in failed
    ]
