"""Companies and goods that wait for the zone's word."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.catalog import services as catalog
from marketplace.catalog.errors import GoodIncomplete, GoodTransitionNotAllowed
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.publication import labels
from marketplace.companies import services as companies
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyStatus
from marketplace.kernel.methods import post_from
from marketplace.operations.access import for_operators
from marketplace.operations.forms import ReasonForm


@for_operators("companies.change_company")
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List the companies and goods that wait for review."""
    waiting = Company.objects.filter(status=CompanyStatus.PENDING).order_by("created_at", "pk")
    goods = Good.objects.filter(status=GoodStatus.REVIEW).select_related("producer", "category").order_by("sku")
    return render(request, "operations/review_list.html", {"companies": waiting[:100], "goods": goods[:100]})


@for_operators("companies.change_company")
@post_from("operations:review-list")
def company_verify(request: HttpRequest, slug: str) -> HttpResponse:
    """Verify a company."""
    company = get_object_or_404(Company, slug=slug)
    try:
        companies.verify_company(company_id=company.pk, actor=cast(User, request.user), now=timezone.now())
    except CompanyTransitionNotAllowed:
        messages.error(request, _("This company was reviewed in the meantime."))
    else:
        messages.success(request, _("%(company)s is verified.") % {"company": company.name or company.legal_name})
    return redirect("operations:review-list")


@for_operators("catalog.change_good")
@post_from("operations:review-list")
def good_publish(request: HttpRequest, sku: str) -> HttpResponse:
    """Let a good onto the market."""
    good = get_object_or_404(Good, sku=sku)
    try:
        catalog.publish_good(good_id=good.pk, actor=cast(User, request.user), now=timezone.now())
    except GoodTransitionNotAllowed:
        messages.error(request, _("This good was reviewed in the meantime."))
    except GoodIncomplete as refusal:
        missing = labels(refusal.missing)
        messages.error(request, _("Still missing before it can be shown: %(missing)s.") % {"missing": missing})
    else:
        messages.success(request, _("%(good)s is on the market.") % {"good": good.name})
    return redirect("operations:review-list")


@for_operators("catalog.change_good")
@post_from("operations:review-list")
def good_return(request: HttpRequest, sku: str) -> HttpResponse:
    """Give a good back to its producer with a reason."""
    good, form = get_object_or_404(Good, sku=sku), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a reason: the producer needs to know what to change."))
        return redirect("operations:review-list")
    try:
        catalog.return_good(
            good_id=good.pk, reason=form.cleaned_data["reason"], actor=cast(User, request.user), now=timezone.now()
        )
    except GoodTransitionNotAllowed:
        messages.error(request, _("This good was reviewed in the meantime."))
    else:
        messages.success(request, _("%(good)s is back with its producer.") % {"good": good.name})
    return redirect("operations:review-list")
