"""What a buyer company tells about itself when it signs up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.companies import services
from marketplace.kernel import phones
from marketplace.kernel.formats import bcp47
from marketplace.kernel.languages import LANGUAGES
from marketplace.kernel.refusals import sentence
from marketplace.kernel.tax import MAX_TYPED, TaxCodeNotValid, parse_tax_code
from marketplace.kernel.zones import ZONES, offset_name
from marketplace.web.fields import TextField

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
        max_length=MAX_TYPED,
        help_text=_(
            "Vietnam: 10 digits, 13 for a branch, such as 0100109106-001, or the 12 of the personal number of a "
            "household business. China: the 18 characters of the unified social credit code."
        ),
    )
    city = TextField(label=_("City"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"}))
    address = TextField(
        label=_("Address"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    phone = TextField(
        label=_("Phone"),
        max_length=phones.MAX_TYPED,
        required=False,
        help_text=_("With the area code; a number of another country with + and its country code."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        """Bring code and number into the form in which they are kept, once the country is known."""
        facts = super().clean() or {}
        country = facts.get("country", "")
        try:
            if facts.get("tax_code"):
                facts["tax_code"] = parse_tax_code(facts["tax_code"], country=country)
        except TaxCodeNotValid as refusal:
            self.add_error("tax_code", sentence(refusal))
        try:
            if facts.get("phone"):
                facts["phone"] = str(phones.parse_phone(facts["phone"], country=country))
        except phones.PhoneNotValid as refusal:
            self.add_error("phone", sentence(refusal))
        return facts


class CompanyCorrectionForm(CompanyFields):
    """The same facts, corrected after the operators gave them back; the country stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].disabled = True
        if self.initial.get("country") not in dict(COUNTRIES):
            self.fields["country"].widget = forms.HiddenInput()


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
        option["attrs"]["lang"] = bcp47(str(option["value"]))
        return option


def time_zones() -> list[tuple[str, str]]:
    """Return the zones of the market's countries with their offset, the choice by language first."""
    names = {
        "Asia/Shanghai": _("Beijing"),
        "Asia/Ho_Chi_Minh": _("Hanoi"),
        "Asia/Vientiane": _("Vientiane"),
        "Asia/Phnom_Penh": _("Phnom Penh"),
        "Asia/Bangkok": _("Bangkok"),
        "Asia/Yangon": _("Yangon"),
        "Asia/Kuala_Lumpur": _("Kuala Lumpur"),
        "Asia/Singapore": _("Singapore"),
        "Asia/Jakarta": _("Jakarta"),
        "Asia/Manila": _("Manila"),
        "Asia/Brunei": _("Bandar Seri Begawan"),
    }
    now = timezone.now()
    rows = [(zone, f"{names[zone]} ({offset_name(now.astimezone(ZoneInfo(zone)))})") for zone in ZONES]
    return [("", gettext("By language: Vietnam time in Vietnamese, Beijing time otherwise")), *rows]


class ProfileForm(forms.Form):
    """The person's own name and the language of her mails."""

    name = TextField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(one.code, one.full_name) for one in LANGUAGES],
        widget=OwnNames,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        required=False,
        help_text=_("In which we tell you the time, on pages and in mails."),
    )
