"""What a buyer adds to her basket to make it an order."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.web.fields import TextField


class CheckoutForm(forms.Form):
    """``key`` makes two submissions of one page one order; ``fingerprint`` is the basket as the page showed it."""

    buyer_reference = TextField(
        label=_("Your reference"),
        max_length=60,
        required=False,
        help_text=_("Your purchase order number, for example."),
    )
    note = TextField(
        label=_("Note to the producers"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    key = TextField(max_length=64, min_length=8, widget=forms.HiddenInput)
    fingerprint = TextField(max_length=128, widget=forms.HiddenInput)
