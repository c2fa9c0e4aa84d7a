"""What producers type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import Availability
from marketplace.kernel.text import is_clean


class DeclineForm(forms.Form):
    """Why an order cannot be taken; the buyer reads it as it is written."""

    reason = forms.CharField(
        label=_("Why can you not take this order?"),
        max_length=500,
        help_text=_("The buyer reads this text. Say what would work instead, if anything does."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if not is_clean(reason):
            raise forms.ValidationError(_("Remove the characters that cannot be displayed."))
        return reason


class AvailabilityForm(forms.Form):
    """Whether a pack can be ordered now."""

    availability = forms.ChoiceField(label=_("Stock"), choices=Availability.choices)


class PriceForm(forms.Form):
    """The price of each quantity break of one pack: one field a break, named ``price_<from quantity>``."""

    def __init__(self, *args: object, breaks: list[tuple[int, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.quantities = [quantity for quantity, _price in breaks]
        for quantity, price in breaks:
            self.fields[f"price_{quantity}"] = forms.DecimalField(
                label=_("Unit price from %(quantity)s packs on (USD)") % {"quantity": quantity},
                min_value=0,
                max_digits=12,
                decimal_places=5,
                initial=price,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
