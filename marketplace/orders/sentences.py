"""Why something cannot be ordered, answered or changed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marketplace.companies.sentences import right
from marketplace.companies.wording import roles_that_may
from marketplace.kernel import formats
from marketplace.kernel.languages import COMMON
from marketplace.kernel.refusals import FORBIDDEN, UNPROCESSABLE, says, sentence, words
from marketplace.orders.acts import PLACE_ORDER
from marketplace.orders.errors import (
    AmountOutOfRange,
    AnswerDayNotPossible,
    AnswerSourceRequired,
    BasketEmpty,
    BasketFull,
    BasketNotOrderable,
    BuyerNotVerified,
    GoodNotOrderable,
    IdempotencyKeyReused,
    MayNotOrder,
    NothingToCancel,
    PartsChanged,
    PricesChanged,
    Problem,
    ReasonRequired,
)
from marketplace.orders.states import TransitionNotAllowed

_GOODS: Final = {
    "enquiry": gettext_lazy(
        "This good needs a licence or quota first: its producer answers an enquiry, then you can order."
    ),
    "sold_out": gettext_lazy("This pack is out of stock. Choose another pack or come back later."),
    "unpublished": gettext_lazy("This good is no longer offered. Take it out of the basket."),
    "no_price": gettext_lazy("This pack has no price at present. Take it out of the basket."),
    "producer_suspended": gettext_lazy("This producer takes no orders at present. Take the line out of the basket."),
}
_PEOPLE: Final = {
    "suspended": gettext_lazy("Your company is suspended and cannot order at present. Write to the zone’s operators."),
    "refused": gettext_lazy(
        "Your company was not admitted to the market and cannot order. Write to the zone’s operators."
    ),
    "unverified": gettext_lazy(
        "Your company is still being verified and cannot order before. We write to you when that is done."
    ),
    "role": gettext_lazy("Your role in the company does not allow you to order."),
}

says(BasketEmpty, gettext_lazy("Your basket is empty. Put goods into it first."))
says(BasketFull, gettext_lazy("Your basket is full. Order what is in it first, then go on."))
says(
    AmountOutOfRange,
    gettext_lazy("An order of this size cannot be placed here. Order less, or in several orders."),
)
says(
    PricesChanged,
    gettext_lazy("Prices have changed since you opened this page. Look at them and confirm once more."),
)
says(ReasonRequired, gettext_lazy("Say why, in at most 500 characters: the buyer reads it."), status=UNPROCESSABLE)
says(
    AnswerSourceRequired,
    gettext_lazy("Write down how the answer was told, in at most 500 characters."),
    status=UNPROCESSABLE,
)
says(
    BuyerNotVerified,
    gettext_lazy("The order waits until its buyer company is verified. Nothing is done with it before."),
)
says(
    NothingToCancel,
    gettext_lazy("Nothing of this order can be cancelled any more. Its present state is shown here."),
)
says(
    PartsChanged,
    gettext_lazy("A producer has answered since you opened this page. Look at what is open and decide again."),
)
says(
    TransitionNotAllowed,
    gettext_lazy("This order was answered before. Its present state is shown here."),
)


def _days(error: AnswerDayNotPossible) -> Mapping[str, Any]:
    return {"first": error.first.isoformat(), "last": error.last.isoformat()}


@words(AnswerDayNotPossible, status=UNPROCESSABLE, facts=_days)
def _answer_day(error: AnswerDayNotPossible) -> str:
    first = formats.day(error.first, language=get_language() or COMMON)
    return _("The answer came between %(first)s, when the order reached the producer, and today.") % {"first": first}


@words(GoodNotOrderable)
def _good(error: GoodNotOrderable) -> str:
    return str(_GOODS.get(error.reason) or _("This good cannot be ordered at present."))


def _lines(error: BasketNotOrderable) -> Mapping[str, Any]:
    return {"problems": [{"sku": one.sku, "reason": one.reason} for one in error.problems]}


@words(BasketNotOrderable, facts=_lines)
def _basket(_error: BasketNotOrderable) -> str:
    return _("Some lines cannot be ordered as they are. Correct the lines that are marked.")


@words(IdempotencyKeyReused)
def _key(error: IdempotencyKeyReused) -> str:
    return _("This form was sent before with other details and made order %(number)s. Nothing was ordered twice.") % {
        "number": error.number
    }


def _lacking(error: MayNotOrder) -> Mapping[str, Any]:
    return {"reason": error.reason, **(right(PLACE_ORDER) if error.reason == "role" else {})}


@words(MayNotOrder, status=FORBIDDEN, facts=_lacking)
def _may_not(error: MayNotOrder) -> str:
    said = str(
        _PEOPLE.get(error.reason)
        or _("You do not act for a buyer company, so you cannot order. Sign in with an account of a buyer company.")
    )
    if error.reason != "role":
        return said
    return f"{said} {_('These roles may do it: %(roles)s.') % {'roles': roles_that_may(PLACE_ORDER)}}"


def problem_of(problem: Problem | None) -> str:
    """Return why a line that was put in earlier cannot be ordered now; empty where it can."""
    if problem is None:
        return ""
    nearest = " / ".join(str(one) for one in (problem.lower, problem.upper) if one is not None)
    if nearest:
        return _("The producer changed the order quantities. You can order: %(nearest)s.") % {"nearest": nearest}
    return sentence(GoodNotOrderable(reason=problem.reason, sku=problem.sku))
