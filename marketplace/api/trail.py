"""Who was refused through the API, for the audit trail."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from marketplace.api.buyers import membership, signed_in
from marketplace.companies.errors import NotPermitted
from marketplace.companies.rights import act_of
from marketplace.companies.trail import note_refusal
from marketplace.kernel.errors import DomainError
from marketplace.orders.acts import PLACE_ORDER, READ_ORDERS
from marketplace.orders.errors import MayNotOrder
from marketplace.orders.selectors import order_of_anybody


def note(request: HttpRequest, error: DomainError) -> None:
    """Write down whose role was not enough; other refusals of the business are none of the trail's."""
    if not isinstance(error, NotPermitted | MayNotOrder) or error.reason != "role":
        return
    mine = membership(request)
    if mine is not None:
        act = act_of(error.act) if isinstance(error, NotPermitted) else PLACE_ORDER
        note_refusal(actor=signed_in(request), act=act, subject=mine.company, is_member=True, now=timezone.now())


def note_stranger(request: HttpRequest, number: str) -> None:
    """Write down who asked for an order of another company; numbers of no order leave no trace."""
    order = order_of_anybody(number)
    if order is not None:
        note_refusal(actor=signed_in(request), act=READ_ORDERS, subject=order, is_member=False, now=timezone.now())
