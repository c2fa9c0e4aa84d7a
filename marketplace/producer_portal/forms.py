"""What producers type."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import Availability
from marketplace.kernel.amounts import plain
from marketplace.web.fields import AmountField, ReasonField

_REASON_LENGTH = 500


class DeclineForm(forms.Form):
    """Why an order cannot be taken; the buyer reads it as it is written."""

    reason = ReasonField(
        label=_("Why can you not take this order?"),
        max_length=_REASON_LENGTH,
        help_text=_("The buyer reads this text. Say what would work instead, if anything does."),
    )


class AvailabilityForm(forms.Form):
    """Whether a pack can be ordered now."""

    availability = forms.ChoiceField(label=_("Stock"), choices=Availability.choices)


class PriceForm(forms.Form):
    """The price of each quantity break of one pack: one field a break, named ``price_<from quantity>``."""

    def __init__(self, *args: object, breaks: Sequence[tuple[int, Decimal | None]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        language = get_language() or "en"
        self.quantities = [quantity for quantity, _price in breaks]
        for quantity, price in breaks:
            self.fields[f"price_{quantity}"] = AmountField(
                label=_("Unit price from %(quantity)s packs on (USD)") % {"quantity": quantity},
                currency="USD",
                min_value=0,
                max_digits=12,
                decimal_places=5,
                initial=plain(price, language=language) if price is not None else "",
            )
