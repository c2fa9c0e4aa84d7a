"""Who orders through the API: a person signed in by session, for her buyer company."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.api.errors import ApiRefusal
from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import Company, CompanyKind, Membership
from marketplace.companies.rights import Act
from marketplace.companies.selectors import membership_of
from marketplace.companies.trail import note_refusal
from marketplace.orders.acts import PLACE_ORDER
from marketplace.orders.models import BasketOwner


def signed_in(request: HttpRequest) -> User:
    """Return the person behind the session that ninja has checked."""
    return cast(User, request.user)


def owner(request: HttpRequest) -> BasketOwner:
    """Return whose basket the request speaks of."""
    return BasketOwner.of_user(signed_in(request))


def membership(request: HttpRequest) -> Membership | None:
    """Return what the person is in a buyer company, None where she acts for none. One query."""
    return membership_of(signed_in(request), CompanyKind.BUYER)


def _note(user: User, act: Act) -> None:
    """Write down who came for a company without acting for one."""
    note_refusal(actor=user, act=act, subject=user, is_member=False, now=timezone.now())


def buyer_company(request: HttpRequest, act: Act | None = None) -> Company:
    """Return the buyer company that the person acts for, if a role of hers may do ``act``; None: the service asks.

    Raises:
        ApiRefusal: 403, she acts for none.
        NotPermitted: none of her roles is enough.
    """
    mine = membership(request)
    if mine is None:
        _note(signed_in(request), act or PLACE_ORDER)
        raise ApiRefusal(status=403, code="no_buyer_company", detail=_("You do not act for a buyer company."))
    if act is not None and not mine.may(act):
        raise NotPermitted(act=act.code, company_id=mine.company_id, reason="role")
    return mine.company
