"""Who may come in: members of a producer company, each to the rows of that company alone, as far as her roles go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from marketplace.accounts.models import User
from marketplace.catalog.models import Good
from marketplace.catalog.selectors import good_of_anybody
from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import CompanyKind, Membership
from marketplace.companies.rights import Act
from marketplace.companies.selectors import membership_of
from marketplace.companies.trail import note_refusal
from marketplace.companies.wording import refusal
from marketplace.kernel.ids import typed_number
from marketplace.kernel.text import clean
from marketplace.orders.models import ProducerOrder
from marketplace.orders.selectors import producer_order_of_anybody
from marketplace.producer_portal.context import frame
from marketplace.producer_portal.pages import NotPermittedPage

SKU_LENGTH: Final = 15
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_producers(act: Act) -> Callable[[View[P]], Guarded[P]]:
    """Hand the visitor's membership in a producer company to the view, if a role of hers may do ``act``.

    Whoever acts for no producer gets 404; whose role is not enough, 403 with who may. The service behind the view
    looks again: a role that was taken away in between is answered alike.
    """

    def decorate(view: View[P]) -> Guarded[P]:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            membership = membership_of(cast(User, request.user), CompanyKind.PRODUCER)
            if membership is None:
                _note_stranger(request, act, kwargs, company_id=None)
                raise Http404
            if not membership.may(act):
                return _refused(request, membership, act)
            try:
                return view(request, membership, *args, **kwargs)
            except NotPermitted:
                return _refused(request, membership, act)
            except Http404:
                _note_stranger(request, act, kwargs, company_id=membership.company_id)
                raise

        guarded.act = act  # type: ignore[attr-defined]  # read by the test that walks the table
        return cast("Guarded[P]", guarded)

    return decorate


def _note_stranger(request: HttpRequest, act: Act, named: Mapping[str, object], *, company_id: int | None) -> None:
    """Write down who reached for a row of somebody else's; addresses of nothing at all leave no trace."""
    found: ProducerOrder | Good | None = None
    if "number" in named:
        found = producer_order_of_anybody(typed_number(str(named["number"])))
    elif "sku" in named:
        found = good_of_anybody(clean(str(named["sku"]), limit=SKU_LENGTH))
    user = cast(User, request.user)
    if found is not None and found.producer_id != company_id:
        note_refusal(actor=user, act=act, subject=found, is_member=False, now=timezone.now())
    elif company_id is None:
        # Who acts for no producer has no business here at all.
        note_refusal(actor=user, act=act, subject=user, is_member=False, now=timezone.now())


def _refused(request: HttpRequest, membership: Membership, act: Act) -> HttpResponse:
    note_refusal(
        actor=cast(User, request.user), act=act, subject=membership.company, is_member=True, now=timezone.now()
    )
    drawn = NotPermittedPage(**frame(membership, current=""), refusal=refusal(membership, act))
    return drawn.answer(request, status=403)
