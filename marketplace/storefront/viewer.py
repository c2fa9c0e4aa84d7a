"""Who is looking, and how much lies in the basket: one query, and none for a visitor without a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language

from marketplace.accounts.models import User
from marketplace.companies.models import CompanyKind
from marketplace.orders.acts import PLACE_ORDER
from marketplace.orders.models import BasketLine
from marketplace.orders.session import BASKET_TOKEN


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who is signed in; ``may_order``: for a company of hers."""

    name: str
    company_name: str
    is_producer: bool
    is_operator: bool
    is_buyer: bool
    may_order: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """``viewer`` is None for a visitor; ``basket_count`` counts lines."""

    viewer: Viewer | None
    basket_count: int


NOBODY: Final = Presence(viewer=None, basket_count=0)


def presence(request: HttpRequest) -> Presence:
    """Return who is looking; a request without a session cookie costs nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return NOBODY
    if request.user.is_authenticated:
        return _of_user(request.user)
    token = request.session.get(BASKET_TOKEN)
    return Presence(viewer=None, basket_count=BasketLine.objects.of_visitor(token).count() if token else 0)


def _of_user(user: User) -> Presence:
    name = f"memberships__company__name_{(get_language() or settings.LANGUAGE_CODE).replace('-', '_')}"
    lines = (
        BasketLine.objects.of_user(OuterRef("pk"))
        .order_by()
        .values("basket__user")
        .annotate(lines=Count("pk"))
        .values("lines")
    )
    rows = list(
        User.objects.filter(pk=user.pk)
        .annotate(lines=Coalesce(Subquery(lines), 0))
        .order_by("memberships__pk")
        .values_list(
            "lines",
            "memberships__company__kind",
            name,
            "memberships__company__legal_name",
            "memberships__held_roles__role",
        )
    )
    kinds = {kind for _, kind, _, _, _ in rows}
    count, _, own_name, legal_name, _ = rows[0]
    viewer = Viewer(
        name=user.name,
        company_name=own_name or legal_name or "",
        is_producer=CompanyKind.PRODUCER in kinds,
        is_operator=user.is_staff,
        is_buyer=CompanyKind.BUYER in kinds,
        may_order=any(PLACE_ORDER.is_open_to({role}, kind) for _, kind, _, _, role in rows if kind and role),
    )
    return Presence(viewer=viewer, basket_count=count)
