"""What a buyer adds to her basket to make it an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.text import is_clean


class CheckoutForm(forms.Form):
    """``key`` makes two submissions of one page one order; ``fingerprint`` is the basket as the page showed it."""

    buyer_reference = forms.CharField(
        label=_("Your reference"),
        max_length=60,
        required=False,
        help_text=_("Your purchase order number, for example."),
    )
    note = forms.CharField(
        label=_("Note to the producers"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    key = forms.CharField(max_length=64, min_length=8, widget=forms.HiddenInput)
    fingerprint = forms.CharField(max_length=128, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("buyer_reference", "note", "key"):
            if not is_clean(facts.get(name, "")):
                self.add_error(name, _("Remove the characters that cannot be displayed."))
        return facts
