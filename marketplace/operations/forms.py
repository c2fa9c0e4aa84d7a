"""What operators type."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import AmountField, ReasonField
from marketplace.kernel.money import EXPONENTS
from marketplace.kernel.text import clean


class TransferForm(forms.Form):
    """What the bank statement says. ``amount`` in major units."""

    amount = AmountField(label=_("Amount on the statement"), min_value=0, max_digits=17, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS])
    bank_note = forms.CharField(label=_("Text on the statement"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("AmountField", self.fields["amount"]).currency = str(self.data.get("currency", ""))

    def clean_bank_note(self) -> str:
        return clean(str(self.cleaned_data["bank_note"]), limit=200)


class ReasonForm(forms.Form):
    """Why something is refused; the other side reads it."""

    reason = ReasonField(label=_("Reason"), max_length=500)
