"""What a buyer company tells about itself when it signs up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.companies import services
from marketplace.kernel.fields import TextField
from marketplace.kernel.tax import is_vietnamese_tax_code

if TYPE_CHECKING:
    from marketplace.accounts.models import User

COUNTRIES = [
    ("VN", _("Vietnam")),
    ("LA", _("Laos")),
    ("KH", _("Cambodia")),
    ("TH", _("Thailand")),
    ("MM", _("Myanmar")),
    ("MY", _("Malaysia")),
    ("SG", _("Singapore")),
    ("ID", _("Indonesia")),
    ("PH", _("Philippines")),
    ("BN", _("Brunei")),
    ("CN", _("China")),
]


class CompanyFields(forms.Form):
    """The facts of a buyer company, at sign-up and later on its own page."""

    legal_name = TextField(
        label=_("Registered company name"),
        max_length=200,
        help_text=_("As it stands in the business register, in its own language."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, initial="VN")
    tax_code = TextField(
        label=_("Tax code"),
        max_length=20,
        help_text=_("Vietnam: 10 digits, or 13 for a branch, such as 0100109106-001."),
    )
    city = TextField(label=_("City"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"}))
    address = TextField(
        label=_("Address"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    phone = forms.RegexField(
        label=_("Phone"),
        regex=r"^[0-9+() .\-]{6,30}$",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Write the phone number with digits, spaces and + only.")},
    )

    def clean_tax_code(self) -> str:
        """Take the spaces out; look at the form below, once the country is known."""
        return str(self.cleaned_data["tax_code"]).replace(" ", "")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        code = facts.get("tax_code", "")
        if facts.get("country") == "VN" and code and not is_vietnamese_tax_code(code):
            self.add_error(
                "tax_code",
                _("This is not a valid Vietnamese tax code. Check the ten digits; the last one is a check digit."),
            )
        return facts


class BuyerCompanyForm(CompanyFields):
    """Adds the person and her company to allauth's sign-up form."""

    name = TextField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "legal_name", "country", "tax_code", "city", "address", "phone")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Register the company with its first member as owner. Called by allauth in the transaction of the sign-up."""
        facts = {name: self.cleaned_data[name] for name in CompanyFields.base_fields}
        services.register_buyer_company(user=user, now=timezone.now(), **facts)


class OwnNames(forms.Select):
    """A choice of languages, each named in itself and marked so for who listens to the page."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["lang"] = {"zh-hans": "zh-Hans"}.get(str(option["value"]), str(option["value"]))
        return option


class ProfileForm(forms.Form):
    """The person's own name and the language of her mails."""

    name = TextField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("zh-hans", "简体中文"), ("vi", "Tiếng Việt"), ("en", "English")],
        widget=OwnNames,
    )
