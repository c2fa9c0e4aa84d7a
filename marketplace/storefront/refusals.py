"""What the business refuses, in a sentence that says what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marketplace.kernel.quantities import QuantityNotANumber, QuantityNotOrderable
from marketplace.orders.errors import (
    AmountOutOfRange,
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


def sentence(error: Exception) -> str:
    """Return the refusal in the reader's language."""
    if isinstance(error, QuantityNotOrderable):
        return _quantity(error)
    if isinstance(error, GoodNotOrderable):
        return _good(error.reason)
    if isinstance(error, IdempotencyKeyReused):
        return _(
            "This form was sent before with other details and made order %(number)s. Nothing was ordered twice."
        ) % {"number": error.number}
    if isinstance(error, MayNotOrder):
        return _may_not(error.reason)
    sentences = {
        QuantityNotANumber: _("Type a whole number of packs, from 1 to 999,999,999."),
        BasketEmpty: _("Your basket is empty. Put goods into it first."),
        BasketFull: _("Your basket is full. Order what is in it first, then go on."),
        BasketNotOrderable: _("Some lines cannot be ordered as they are. Correct the lines that are marked."),
        AmountOutOfRange: _("An order of this size cannot be placed here. Order less, or in several orders."),
        NothingToCancel: _("Nothing of this order can be cancelled any more. Its present state is shown here."),
        PartsChanged: _("A producer has answered since you opened this page. Look at what is open and decide again."),
        PricesChanged: _("Prices have changed since you opened this page. Look at them and confirm once more."),
    }
    return sentences.get(type(error), _("This cannot be done now. Please try again."))


def _quantity(error: QuantityNotOrderable) -> str:
    facts = {"moq": error.moq, "step": error.step, "lower": error.lower, "upper": error.upper}
    if error.lower is None:
        return _("Order at least %(moq)s packs, in steps of %(step)s.") % facts
    if error.upper is None:
        return _("Order at most %(lower)s packs at a time.") % facts
    return _("Order %(lower)s or %(upper)s packs: at least %(moq)s, in steps of %(step)s.") % facts


def _may_not(reason: str) -> str:
    if reason == "suspended":
        return _("Your company is suspended and cannot order at present. Write to the zone’s operators.")
    if reason == "refused":
        return _("Your company was not admitted to the market and cannot order. Write to the zone’s operators.")
    if reason == "unverified":
        return _("Your company is still being verified and cannot order before. We write to you when that is done.")
    return _("Your role in the company does not allow you to order. Ask its owner or a purchaser.")


def _good(reason: str) -> str:
    sentences = {
        "enquiry": _("This good needs a licence or quota first: its producer answers an enquiry, then you can order."),
        "sold_out": _("This pack is out of stock. Choose another pack or come back later."),
        "unpublished": _("This good is no longer offered. Take it out of the basket."),
        "no_price": _("This pack has no price at present. Take it out of the basket."),
        "producer_suspended": _("This producer takes no orders at present. Take the line out of the basket."),
    }
    return sentences.get(reason, _("This good cannot be ordered at present."))
