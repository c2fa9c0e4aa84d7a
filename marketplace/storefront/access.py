"""What a signed-in person may do for her buyer company, asked of the table of rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from marketplace.accounts.models import User
from marketplace.companies.models import CompanyKind, Membership
from marketplace.companies.rights import Act
from marketplace.companies.selectors import membership_of
from marketplace.companies.trail import note_refusal
from marketplace.companies.wording import Refusal, no_order, refusal
from marketplace.kernel.ids import typed_number
from marketplace.orders.selectors import order_of_anybody

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_buyers(act: Act) -> Callable[[View[P]], Guarded[P]]:
    """Hand the visitor's membership in a buyer company to the view, if a role of hers may do ``act``.

    Whoever acts for no buyer gets 404; whose role is not enough, 403 with who may.
    """

    def decorate(view: View[P]) -> Guarded[P]:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            membership = buyer_of(request)
            if membership is None:
                _note_stranger(request, act, kwargs, company_id=None)
                raise Http404
            if not membership.may(act):
                note_refused(request, membership, act)
                return refused(request, refusal(membership, act))
            try:
                return view(request, membership, *args, **kwargs)
            except Http404:
                _note_stranger(request, act, kwargs, company_id=membership.company_id)
                raise

        return cast("Guarded[P]", guarded)

    return decorate


def note_refused(request: HttpRequest, membership: Membership | None, act: Act) -> None:
    """Write down whose role was not enough, or who acts for no buyer at all."""
    user = cast(User, request.user)
    subject = membership.company if membership else user
    note_refusal(actor=user, act=act, subject=subject, is_member=membership is not None, now=timezone.now())


def _note_stranger(request: HttpRequest, act: Act, named: Mapping[str, object], *, company_id: int | None) -> None:
    """Write down who reached for an order of another company; numbers of no order leave no trace."""
    number = typed_number(str(named.get("number", "")))
    order = order_of_anybody(number) if number else None
    user = cast(User, request.user)
    if order is not None and order.buyer_id != company_id:
        note_refusal(actor=user, act=act, subject=order, is_member=False, now=timezone.now())
    elif company_id is None:
        # Who acts for no buyer has no business here at all.
        note_refusal(actor=user, act=act, subject=user, is_member=False, now=timezone.now())


def buyer_of(request: HttpRequest) -> Membership | None:
    """Return the reader's membership in a buyer company, None for a visitor and who has none. One query."""
    if not request.user.is_authenticated:
        return None
    return membership_of(request.user, CompanyKind.BUYER)


def hindrance(request: HttpRequest, membership: Membership | None, act: Act) -> Refusal | None:
    """Return why the reader may not do ``act``, None where she may; a visitor may find out by signing in."""
    if membership is not None:
        return None if membership.may(act) else refusal(membership, act)
    return no_order(is_buyer=False, act=act) if request.user.is_authenticated else None


def refused(request: HttpRequest, why: Refusal) -> HttpResponse:
    """Answer 403 with who may."""
    return render(request, "storefront/not_permitted.html", {"refusal": why}, status=403)
