"""Companies and goods that wait for the zone's word."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.catalog.models import Good, GoodStatus
from marketplace.companies.models import Company, CompanyStatus
from marketplace.operations.access import for_operators
from marketplace.operations.code_check import code_check
from marketplace.orders.states import OrderStatus

MOST: Final = 50


@for_operators("companies.change_company")
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List the companies and goods that wait for review, the longest waiting first, each with a way to its page."""
    waits = Q(orders__status=OrderStatus.AWAITING_VERIFICATION)
    companies = Company.objects.filter(status=CompanyStatus.PENDING).annotate(waiting=Count("orders", filter=waits))
    goods = Good.objects.filter(status=GoodStatus.REVIEW).select_related("producer", "category")
    rows = [{"company": one, "check": code_check(one)} for one in companies.order_by("created_at", "pk")[:MOST]]
    context = {
        "companies": rows,
        "company_count": companies.count(),
        "goods": goods.order_by("sku")[:MOST],
        "good_count": goods.count(),
        "most": MOST,
    }
    return render(request, "operations/review_list.html", context)
