"""What the room of prices refuses, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.refusals import UNPROCESSABLE, says, words
from marketplace.pricing.errors import NoPrice, PricesNotAllowed, RateNotAllowed

_PRICES: Final = {
    "none": gettext_lazy("Type at least one price."),
    "first_is_not_the_minimum": gettext_lazy("The first price must be that of the minimum quantity."),
    "off_the_step": gettext_lazy("Prices can only begin at quantities that can be ordered."),
    "unknown_currency": gettext_lazy("The market does not trade in this currency."),
}
_RATES: Final = {
    "unknown_currency": gettext_lazy("The market does not trade in this currency."),
    "not_a_rate": gettext_lazy("A rate is a number above zero."),
    "in_the_future": gettext_lazy("A rate cannot be of a day to come."),
    "no_source": gettext_lazy("Say where the rate comes from."),
}

says(NoPrice, gettext_lazy("This pack has no price at present. Take it out of the basket."))


@words(PricesNotAllowed, status=UNPROCESSABLE)
def _prices(error: PricesNotAllowed) -> str:
    return str(
        _PRICES.get(error.reason) or _("A larger quantity must cost less a unit, and every price must be above zero.")
    )


@words(RateNotAllowed, status=UNPROCESSABLE)
def _rate(error: RateNotAllowed) -> str:
    return str(_RATES[error.reason])
