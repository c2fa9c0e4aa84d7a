"""Codes and telephone numbers that were stored before there was one form for them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from marketplace.companies import services
from marketplace.companies.models import Company
from marketplace.kernel.demo import data
from marketplace.kernel.tax import TaxCodeNotValid, parse_tax_code
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory

migration = import_module("marketplace.companies.migrations.0003_one_form_of_codes_and_phones")


@pytest.mark.django_db
def test_what_is_stored_comes_into_the_one_form_and_what_cannot_be_read_stays() -> None:
    rows = {
        ("VN", "0100109106001", "(+84) 28 3822-1234"): ("0100109106-001", "+842838221234"),
        ("CN", "91110000600037341l", "0873-3722222"): ("91110000600037341L", "+868733722222"),
        ("VN", "1234567890", "12345"): ("1234567890", "12345"),
        ("LA", "", ""): ("", ""),
    }
    companies = {
        CompanyFactory.create(country=country, tax_code=code, phone=phone).pk: kept
        for (country, code, phone), kept in rows.items()
    }
    for _again in range(2):
        migration.to_one_form(apps, None)
        assert {one.pk: (one.tax_code, one.phone) for one in Company.objects.filter(pk__in=companies)} == companies


@pytest.mark.django_db
def test_the_service_refuses_what_is_no_code_whichever_door_it_came_through() -> None:
    with pytest.raises(TaxCodeNotValid):
        services.register_buyer_company(
            user=UserFactory.create(),
            legal_name="Công ty",
            country="VN",
            tax_code="0100109107",
            now=CompanyFactory.build().created_at,
        )
    assert not Company.objects.exists()


def test_the_codes_of_the_demonstration_are_in_the_one_form() -> None:
    for row in data("demo")["companies"]:
        assert parse_tax_code(row["tax_code"], country=row["country"]) == row["tax_code"]
