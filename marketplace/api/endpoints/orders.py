"""Orders of the buyer company that the person acts for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Query, Router, Schema, Status
from ninja.security import django_auth
from pydantic import Field

from marketplace.api.asking import ensure_known, next_page
from marketplace.api.buyers import buyer_company, signed_in
from marketplace.api.errors import ApiRefusal, Problem
from marketplace.api.languages import DEFAULT, Language
from marketplace.api.order_shapes import OrderOut, shaped
from marketplace.api.trail import note_stranger
from marketplace.companies.models import Company
from marketplace.kernel.ids import typed_number
from marketplace.kernel.text import clean
from marketplace.orders import acts, selectors, services
from marketplace.orders.models import Order

router = Router(tags=["orders"], auth=django_auth)


class OrderIn(Schema):
    """``fingerprint``: of the basket as it was read; the order is refused when prices have changed since."""

    fingerprint: Annotated[str, Field(max_length=128)]
    buyer_reference: Annotated[str, Field(max_length=60)] = ""
    note: Annotated[str, Field(max_length=2_000)] = ""


class CancelIn(Schema):
    """``parts``: numbers of the parts that are meant; refused where others are open. Left out: whatever is open."""

    parts: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=99)] | None = None


class OrdersAnswer(Schema):
    """``next``: path of the next page, null on the last."""

    total: int
    next: str | None
    orders: list[OrderOut]


@router.post(
    "/orders",
    response={201: OrderOut, 400: Problem, 401: Problem, 403: Problem, 409: Problem, 422: Problem},
    summary="Order what is in the basket",
)
def place_order(
    request: HttpRequest,
    body: OrderIn,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=64, alias="Idempotency-Key")],
    lang: Language = DEFAULT,
) -> Status[dict[str, Any]]:
    """Send the same ``Idempotency-Key`` again after a lost answer: the same order comes back, not a second one.

    The same key with another body is refused (409 ``idempotency_key_reused``, ``data.number`` is the order it made).
    """
    ensure_known(request)
    company = buyer_company(request)
    order = services.place_order(
        user=signed_in(request),
        company=company,
        idempotency_key=idempotency_key,
        expected_fingerprint=body.fingerprint,
        buyer_reference=clean(body.buyer_reference, limit=60),
        note=clean(body.note, limit=2_000),
        now=timezone.now(),
    )
    whole = selectors.order_of_buyer(company, order.number)
    return Status(HTTPStatus.CREATED, shaped([whole], language=lang)[0])


@router.get(
    "/orders",
    response={200: OrdersAnswer, 400: Problem, 401: Problem, 403: Problem},
    summary="List the company's orders",
)
def list_orders(
    request: HttpRequest,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 24,
    lang: Language = DEFAULT,
) -> dict[str, Any]:
    """Newest first. ``ETag`` and ``If-None-Match`` say whether anything changed."""
    ensure_known(request, "page", "size")
    orders = selectors.orders_of_buyer(buyer_company(request, acts.READ_ORDERS), with_lines=True)
    start, total = (page - 1) * size, orders.count()
    return {
        "total": total,
        "next": next_page(request, page=page, has_more=start + size < total),
        "orders": shaped(list(orders[start : start + size]), language=lang),
    }


@router.get(
    "/orders/{number}",
    response={200: OrderOut, 400: Problem, 401: Problem, 403: Problem, 404: Problem},
    summary="Show an order",
)
def show_order(
    request: HttpRequest,
    number: Annotated[str, Path(max_length=60, description="Of the order or of one of its parts, however written.")],
    lang: Language = DEFAULT,
) -> dict[str, Any]:
    """Another company's order is not there at all."""
    ensure_known(request)
    order = _own(request, buyer_company(request, acts.READ_ORDERS), number)
    return shaped([order], language=lang)[0]


@router.post(
    "/orders/{number}/cancel",
    response={200: OrderOut, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem},
    summary="Cancel what is not confirmed",
)
def cancel_order(
    request: HttpRequest,
    number: Annotated[str, Path(max_length=60, description="Of the order or of one of its parts, however written.")],
    body: CancelIn,
    lang: Language = DEFAULT,
) -> dict[str, Any]:
    """Every part that its producer has not answered is cancelled; what is confirmed stays ordered.

    409 ``nothing_to_cancel`` when no part is open; ``order_parts_changed`` when others are open than ``parts`` names.
    """
    ensure_known(request)
    company = buyer_company(request, acts.CANCEL_ORDER)
    order = _own(request, company, number)
    services.cancel_order(order_id=order.pk, actor=signed_in(request), expected_parts=body.parts, now=timezone.now())
    return shaped([selectors.order_of_buyer(company, order.number)], language=lang)[0]


def _own(request: HttpRequest, company: Company, number: str) -> Order:
    known = typed_number(number)
    try:
        return selectors.order_of_buyer(company, known)
    except Order.DoesNotExist:
        note_stranger(request, known)
        raise ApiRefusal(status=404, code="order_not_found", detail=_("There is no such order.")) from None
