"""Who orders through the API: a person signed in by session, for her buyer company."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.api.errors import ApiRefusal
from marketplace.companies.models import Company, CompanyKind
from marketplace.companies.selectors import membership_of
from marketplace.orders.models import BasketOwner


def signed_in(request: HttpRequest) -> User:
    """Return the person behind the session that ninja has checked."""
    return cast(User, request.user)


def owner(request: HttpRequest) -> BasketOwner:
    """Return whose basket the request speaks of."""
    return BasketOwner.of_user(signed_in(request))


def buyer_company(request: HttpRequest) -> Company:
    """Return the buyer company that the person acts for.

    Raises:
        ApiRefusal: 403, she acts for none.
    """
    membership = membership_of(signed_in(request), CompanyKind.BUYER)
    if membership is None:
        raise ApiRefusal(status=403, code="no_buyer_company", detail=_("You do not act for a buyer company."))
    return membership.company
