"""What the business refuses, told to people and programs alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from marketplace.api.errors import ApiRefusal
from marketplace.companies.capacities import Role
from marketplace.companies.errors import NotPermitted
from marketplace.companies.rights import Act, act_of
from marketplace.companies.wording import roles_that_may
from marketplace.kernel.errors import DomainError
from marketplace.kernel.quantities import QuantityNotOrderable
from marketplace.orders.acts import PLACE_ORDER
from marketplace.orders.errors import (
    BasketEmpty,
    BasketFull,
    BasketNotOrderable,
    GoodNotOrderable,
    IdempotencyKeyReused,
    MayNotOrder,
    NothingToCancel,
    PartsChanged,
    PricesChanged,
)

CONFLICT: Final = 409
UNPROCESSABLE: Final = 422
FORBIDDEN: Final = 403


def from_domain(error: DomainError) -> ApiRefusal:
    """Turn a refusal of the business into an answer: its code, a sentence, the facts."""
    for kind, write in _WRITERS.items():
        if isinstance(error, kind):
            return write(error)
    return ApiRefusal(status=CONFLICT, code=error.code, detail=_("This cannot be done now."))


def _quantity(error: DomainError) -> ApiRefusal:
    facts = {name: getattr(error, name) for name in ("quantity", "moq", "step", "lower", "upper")}
    nearest = " / ".join(str(facts[name]) for name in ("lower", "upper") if facts[name] is not None)
    detail = _("%(quantity)s cannot be ordered. The nearest quantities are: %(nearest)s.") % {
        "quantity": facts["quantity"],
        "nearest": nearest,
    }
    return ApiRefusal(status=UNPROCESSABLE, code=error.code, detail=detail, data=facts)


def _good(error: DomainError) -> ApiRefusal:
    reason = str(getattr(error, "reason", ""))
    sentences = {
        "enquiry": _("This good needs a licence or quota first. Send an enquiry; it cannot be ordered directly."),
        "sold_out": _("This pack is out of stock."),
    }
    detail = sentences.get(reason, _("This good cannot be ordered at present."))
    return ApiRefusal(
        status=CONFLICT, code=error.code, detail=detail, data={"reason": reason, "sku": getattr(error, "sku", "")}
    )


def _basket(error: DomainError) -> ApiRefusal:
    detail = _("Some lines of the basket cannot be ordered as they are. Read the basket and correct them.")
    return ApiRefusal(status=CONFLICT, code=error.code, detail=detail)


def _may_not_order(error: DomainError) -> ApiRefusal:
    """``data.reason`` as in the error; where it is ``role``, ``data.roles`` may."""
    reason = str(getattr(error, "reason", ""))
    sentences = {
        "suspended": _("Your company is suspended and cannot order at present."),
        "refused": _("Your company was not admitted to the market and cannot order."),
        "unverified": _("Your company is still being verified and cannot order before."),
        "role": _("Your role in the company does not allow you to order."),
    }
    data: dict[str, object] = {"reason": reason}
    if reason == "role":
        data |= {"act": PLACE_ORDER.code, "roles": _roles(PLACE_ORDER)}
    detail = sentences.get(reason, _("You do not act for a buyer company."))
    return ApiRefusal(status=FORBIDDEN, code=error.code, detail=detail, data=data)


def _not_permitted(error: DomainError) -> ApiRefusal:
    """``data.act`` is the code of a row of the table of rights, ``data.roles`` may do it."""
    act = act_of(str(getattr(error, "act", "")))
    detail = " ".join(
        (
            _("Your role does not include this: %(act)s.") % {"act": act.label},
            _("These roles may do it: %(roles)s.") % {"roles": roles_that_may(act)},
        )
    )
    return ApiRefusal(status=FORBIDDEN, code=error.code, detail=detail, data={"act": act.code, "roles": _roles(act)})


def _roles(act: Act) -> list[str]:
    return [role.value for role in Role if role in act.roles]


def _key_reused(error: DomainError) -> ApiRefusal:
    number = str(getattr(error, "number", ""))
    detail = _("This Idempotency-Key made order %(number)s of another body. Take a new key for a new order.")
    return ApiRefusal(status=CONFLICT, code=error.code, detail=detail % {"number": number}, data={"number": number})


def _parts_changed(error: DomainError) -> ApiRefusal:
    """``data.open_parts``: the numbers of the parts that can be cancelled now."""
    detail = _("Other parts can be cancelled than you named: a producer has answered. Read the order again.")
    return ApiRefusal(
        status=CONFLICT, code=error.code, detail=detail, data={"open_parts": getattr(error, "open_parts", [])}
    )


def _say(status: int, sentence: Callable[[], str]) -> Callable[[DomainError], ApiRefusal]:
    return lambda error: ApiRefusal(status=status, code=error.code, detail=sentence())


_WRITERS: Final[dict[type[DomainError], Callable[[DomainError], ApiRefusal]]] = {
    QuantityNotOrderable: _quantity,
    GoodNotOrderable: _good,
    BasketNotOrderable: _basket,
    IdempotencyKeyReused: _key_reused,
    BasketEmpty: _say(CONFLICT, lambda: _("The basket is empty.")),
    BasketFull: _say(CONFLICT, lambda: _("The basket is full. Order what is in it first.")),
    MayNotOrder: _may_not_order,
    NotPermitted: _not_permitted,
    NothingToCancel: _say(CONFLICT, lambda: _("Nothing of this order can be cancelled any more.")),
    PartsChanged: _parts_changed,
    PricesChanged: _say(
        CONFLICT, lambda: _("Prices have changed since you saw the basket. Read it again, then order.")
    ),
}
