"""Orders of the buyer company that the person acts for."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Query, Router, Schema, Status
from ninja.security import django_auth
from pydantic import Field

from marketplace.api.buyers import buyer_company, signed_in
from marketplace.api.errors import ApiRefusal, Problem
from marketplace.api.languages import Language
from marketplace.api.trail import note_stranger
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


class PartOut(Schema):
    number: str
    producer: str
    status: str
    total_minor: int


class OrderOut(Schema):
    """``total_minor``: minor units of ``currency``; one part a producer.

    ``status`` is ``awaiting_verification`` while the company is not verified: no producer has been told and nothing is
    to be paid; ``verification_until`` says until when the order waits.
    """

    number: str
    status: str
    currency: str
    total_minor: int
    incoterm: str
    buyer_reference: str
    placed_at: datetime
    verification_until: datetime | None
    parts: list[PartOut]


class OrdersAnswer(Schema):
    total: int
    orders: list[OrderOut]


@router.post(
    "/orders",
    response={201: OrderOut, 401: Problem, 403: Problem, 409: Problem, 422: Problem},
    summary="Order what is in the basket",
)
def place_order(
    request: HttpRequest,
    body: OrderIn,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=64, alias="Idempotency-Key")],
    lang: Language = Language.EN,  # noqa: ARG001 - documents the address; refusals read it
) -> Status[dict[str, Any]]:
    """Send the same ``Idempotency-Key`` again after a lost answer: the same order comes back, not a second one."""
    order = services.place_order(
        user=signed_in(request),
        company=buyer_company(request),
        idempotency_key=idempotency_key,
        expected_fingerprint=body.fingerprint,
        buyer_reference=clean(body.buyer_reference, limit=60),
        note=clean(body.note, limit=2_000),
        now=timezone.now(),
    )
    return Status(HTTPStatus.CREATED, _shape(order))


@router.get("/orders", response={200: OrdersAnswer, 401: Problem, 403: Problem}, summary="List the company's orders")
def list_orders(
    request: HttpRequest,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 24,
    lang: Language = Language.EN,  # noqa: ARG001 - documents the address; refusals read it
) -> dict[str, Any]:
    """Newest first."""
    orders = selectors.orders_of_buyer(buyer_company(request, acts.READ_ORDERS))
    start = (page - 1) * size
    return {"total": orders.count(), "orders": [_shape(order) for order in orders[start : start + size]]}


@router.get(
    "/orders/{number}", response={200: OrderOut, 401: Problem, 403: Problem, 404: Problem}, summary="Show an order"
)
def show_order(
    request: HttpRequest,
    number: Annotated[str, Path(max_length=60, description="Of the order or of one of its parts, however written.")],
    lang: Language = Language.EN,  # noqa: ARG001 - documents the address; refusals read it
) -> dict[str, Any]:
    """Another company's order is not there at all."""
    company, known = buyer_company(request, acts.READ_ORDERS), typed_number(number)
    try:
        return _shape(selectors.order_of_buyer(company, known))
    except Order.DoesNotExist:
        note_stranger(request, known)
        raise ApiRefusal(status=404, code="order_not_found", detail=_("There is no such order.")) from None


def _shape(order: Order) -> dict[str, Any]:
    parts = [
        {"number": part.number, "producer": part.producer.slug, "status": part.status, "total_minor": part.total_minor}
        for part in order.producer_orders.all()
    ]
    facts = {name: getattr(order, name) for name in OrderOut.model_fields if name != "parts"}
    return facts | {"parts": parts}
