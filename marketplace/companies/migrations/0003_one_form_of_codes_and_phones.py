"""Bring stored tax codes and phone numbers into the form in which new ones are kept. What cannot be read stays."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Q

from marketplace.kernel.phones import PhoneNotValid, parse_phone
from marketplace.kernel.tax import TaxCodeNotValid, parse_tax_code

_BATCH = 500


def to_one_form(apps: Any, _schema_editor: Any) -> None:
    companies = apps.get_model("companies", "Company").objects.filter(~Q(tax_code="") | ~Q(phone=""))
    changed = []
    for company in companies.only("tax_code", "phone", "country").order_by("pk").iterator(_BATCH):
        code, phone = _code(company.tax_code, company.country), _phone(company.phone, company.country)
        if (code, phone) != (company.tax_code, company.phone):
            company.tax_code, company.phone = code, phone
            changed.append(company)
    companies.model.objects.bulk_update(changed, ["tax_code", "phone"], batch_size=_BATCH)


def _code(text: str, country: str) -> str:
    try:
        return parse_tax_code(text, country=country)
    except TaxCodeNotValid:
        return text


def _phone(text: str, country: str) -> str:
    try:
        return str(parse_phone(text, country=country))
    except PhoneNotValid:
        return text


class Migration(migrations.Migration):
    dependencies = [("companies", "0002_decisions")]

    # What was typed is not kept beside its one form: going back changes nothing.
    operations = [migrations.RunPython(to_one_form, migrations.RunPython.noop, elidable=True)]
