"""A company's own page after the operators gave its application back: why, and the form to correct it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts.models import User
from marketplace.companies import acts, services
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyStatus, Membership
from marketplace.companies.selectors import last_word, memberships_of
from marketplace.companies.services.correction import FIELDS
from marketplace.companies.trail import note_refusal
from marketplace.companies.wording import refusal
from marketplace.kernel.refusals import sentence
from marketplace.storefront.access import note_refused, refused
from marketplace.storefront.forms.signup import CompanyCorrectionForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is to be corrected; a POST keeps it and puts the company before the operators again."""
    user = cast(User, request.user)
    membership = _membership(user, slug)
    company = membership.company
    if not membership.may(acts.CORRECT_COMPANY):
        note_refused(request, membership, acts.CORRECT_COMPANY)
        return refused(request, refusal(membership, acts.CORRECT_COMPANY))
    if company.status != CompanyStatus.RETURNED:
        return redirect("account_home")
    initial = {"country": company.country, **{name: _fact(company, name, user) for name in FIELDS}}
    form = CompanyCorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _send(request, company, form)
    context = {"form": form, "company": company, "word": last_word(company), "nav_current": "account"}
    status = 422 if request.method == "POST" else 200
    return render(request, "storefront/account_company_correct.html", context, status=status)


def _send(request: HttpRequest, company: Company, form: CompanyCorrectionForm) -> HttpResponse:
    facts = {name: form.cleaned_data[name] for name in FIELDS}
    try:
        services.resubmit_company(
            company_id=company.pk, facts=facts, actor=cast(User, request.user), now=timezone.now()
        )
    except CompanyTransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Your company is before the operators again. We write to you when it is decided."))
    return redirect("account_home")


def _membership(user: User, slug: str) -> Membership:
    """Return the person's membership; another company's page is not there at all."""
    for membership in memberships_of(user):
        if membership.company.slug == slug:
            return membership
    theirs = Company.objects.filter(slug=slug).first()
    if theirs is not None:
        note_refusal(actor=user, act=acts.CORRECT_COMPANY, subject=theirs, is_member=False, now=timezone.now())
    raise Http404


def _fact(company: Company, name: str, user: User) -> str:
    column = f"address_{user.language.replace('-', '_')}" if name == "address" else name
    return getattr(company, column) or (company.address if name == "address" else "")
