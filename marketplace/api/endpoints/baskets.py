"""The basket of the person who is signed in."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Schema
from ninja.security import django_auth
from pydantic import Field, StrictInt

from marketplace.api.asking import ensure_known
from marketplace.api.buyers import owner
from marketplace.api.errors import ApiRefusal, Problem
from marketplace.api.languages import DEFAULT, Language
from marketplace.catalog.models import Pack
from marketplace.kernel.quantities import MAX_QUANTITY
from marketplace.orders.selectors.basket import BasketItem, basket_summary
from marketplace.orders.services import basket as services

router = Router(tags=["basket"], auth=django_auth)
PackSku = Annotated[str, Path(max_length=20)]


class QuantityIn(Schema):
    """``quantity`` in packs, a whole number from 1 to 999,999,999."""

    quantity: Annotated[StrictInt, Field(ge=1, le=MAX_QUANTITY)]


class LineOut(Schema):
    """``problem``: a code of why the line cannot be ordered, or empty; ``lower``, ``upper``: nearest quantities."""

    sku: str
    name: str
    pack_name: str
    quantity: int
    moq: int
    step: int
    unit_price: Decimal | None
    currency: str
    total_minor: int
    problem: str
    lower: int | None
    upper: int | None


class BasketOut(Schema):
    """``total_minor``: minor units of ``currency``. ``fingerprint``: what was seen; an order names it."""

    lines: list[LineOut]
    total_minor: int
    currency: str
    can_be_ordered: bool
    fingerprint: str


@router.get("/basket", response={200: BasketOut, 400: Problem, 401: Problem}, summary="Read the basket")
def read_basket(request: HttpRequest, lang: Language = DEFAULT) -> dict[str, Any]:
    """Prices are those of now, for the quantity in the basket."""
    ensure_known(request)
    return _shape(request, lang)


@router.put(
    "/basket/lines/{sku}",
    response={200: BasketOut, 400: Problem, 401: Problem, 404: Problem, 409: Problem, 422: Problem},
    summary="Set a quantity",
)
def set_line(request: HttpRequest, sku: PackSku, body: QuantityIn, lang: Language = DEFAULT) -> dict[str, Any]:
    """``sku`` is the pack's; the line is made where there is none.

    Refused: off the minimum or the step, out of stock, by enquiry only.
    """
    ensure_known(request)
    try:
        services.put_line(owner=owner(request), pack_sku=sku, quantity=body.quantity, now=timezone.now())
    except Pack.DoesNotExist:
        raise ApiRefusal(status=404, code="pack_not_found", detail=_("There is no such pack.")) from None
    return _shape(request, lang)


@router.delete("/basket/lines/{sku}", response={200: BasketOut, 400: Problem, 401: Problem}, summary="Take a line out")
def remove_line(request: HttpRequest, sku: PackSku, lang: Language = DEFAULT) -> dict[str, Any]:
    """Answer the same when the line was not there."""
    ensure_known(request)
    services.remove_line(owner=owner(request), pack_sku=sku, now=timezone.now())
    return _shape(request, lang)


def _shape(request: HttpRequest, lang: Language) -> dict[str, Any]:
    summary = basket_summary(owner(request), language=lang.value, with_pictures=False)
    return {
        "lines": [_shape_line(item) for item in summary.items],
        "total_minor": summary.total_minor,
        "currency": summary.currency,
        "can_be_ordered": summary.can_be_ordered,
        "fingerprint": summary.fingerprint,
    }


def _shape_line(item: BasketItem) -> dict[str, Any]:
    facts = {name: getattr(item, name) for name in LineOut.model_fields if name not in {"problem", "lower", "upper"}}
    problem = item.problem
    return facts | {
        "problem": problem.reason if problem else "",
        "lower": problem.lower if problem else None,
        "upper": problem.upper if problem else None,
    }
