"""Loading the demonstration market again adds what is missing, and changes nothing else."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.catalog import services as catalog
from marketplace.catalog.models import Availability, Category, Good, GoodStatus, Pack
from marketplace.companies.models import Company, Membership, MembershipRole
from marketplace.companies.services import suspend_company
from marketplace.outbox.models import OutboxMessage
from marketplace.payments.models import BankAccount
from marketplace.pricing.models import ExchangeRate, PriceBreak
from marketplace.pricing.services import change_prices
from marketplace.reference.models import County, ExportDocument
from tests.factories.accounts import UserFactory
from tests.integration.demo.conftest import load

pytestmark = pytest.mark.usefixtures("market")
OURS = ("reference", "audit", "outbox", "accounts", "companies", "catalog", "pricing", "orders", "payments", "auth")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_a_second_run_changes_no_row() -> None:
    before = everything()
    said = load()
    assert everything() == before
    assert "new" not in said
    assert "  goods: all there" in said.splitlines()


def test_a_second_run_costs_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(200):
        load()


def test_what_people_changed_by_the_services_stays(now: datetime) -> None:
    actor = UserFactory.create(operator=True)
    good = Good.objects.get(sku="HH-MZ-001")
    packs = list(good.packs.order_by("position"))
    catalog.update_good_texts(good_id=good.pk, texts={"name_vi": "Lựu ngọt đầu mùa"}, actor=actor, now=now)
    change_prices(pack_id=packs[0].pk, breaks=[(500, Decimal("1.30"))], actor=actor, now=now)
    catalog.set_availability(pack_id=packs[1].pk, availability=Availability.SOLD_OUT, actor=actor, now=now)
    catalog.withdraw_good(good_id=Good.objects.get(sku="HH-MZ-002").pk, actor=actor, now=now)
    suspended = Company.objects.get(slug="js-zitao")
    suspend_company(company_id=suspended.pk, reasons=["licence_ended"], note="", actor=actor, now=now)
    before = everything()
    load()
    assert everything() == before
    assert Good.objects.get(sku="HH-MZ-002").status == GoodStatus.WITHDRAWN


def test_what_people_changed_in_the_tables_stays() -> None:
    County.objects.filter(slug="mengzi").update(description_vi="Viết lại.")
    Category.objects.filter(code="tea").update(name_vi="Chè")
    ExportDocument.objects.update(is_verified=True)
    BankAccount.objects.filter(currency="USD").update(number="DEMO 1")
    ExchangeRate.objects.filter(quote="VND").update(rate=Decimal(26400))
    User.objects.filter(email="lan.nguyen@example.com").update(name="Nguyễn Lan", is_active=False)
    MembershipRole.objects.filter(membership__user__email="minh.tran@example.com").delete()
    Membership.objects.filter(user__email="minh.tran@example.com").delete()
    Pack.objects.filter(sku="HH-MZ-002-K10").update(moq=777)
    before = everything()
    load()
    assert everything() == before


def test_what_is_missing_comes_back_and_its_neighbours_stay() -> None:
    good = Good.objects.get(sku="HH-LX-001")
    PriceBreak.objects.filter(pack__good=good).delete()
    Good.objects.filter(pk=good.pk).update(entry_pack=None)
    good.packs.all().delete()
    good.decisions.all().delete()
    good.pictures.all().delete()
    good.documents.clear()
    good.delete()
    Good.objects.filter(sku="HH-LX-002").update(name_vi="Tên khác")
    OutboxMessage.objects.all().delete()
    load()
    again = Good.objects.get(sku="HH-LX-001")
    assert again.status == GoodStatus.PUBLISHED
    assert again.packs.exists()
    assert again.pictures.count() == 1
    assert Good.objects.get(sku="HH-LX-002").name_vi == "Tên khác"
    topics = list(OutboxMessage.objects.order_by("topic").values_list("topic", flat=True))
    assert topics == ["catalog.good.changed", "catalog.picture.added"]
