"""What the demonstration market holds once it is loaded, held against the files that it was loaded from."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import Category, Good, GoodStatus, Ordering, Pack, Picture
from marketplace.catalog.publication import missing
from marketplace.catalog.selectors import published
from marketplace.companies.models import Company, CompanyKind, Membership, Role
from marketplace.kernel.demo import data
from marketplace.outbox.models import OutboxMessage
from marketplace.payments.models import BankAccount
from marketplace.pricing.models import ExchangeRate
from marketplace.pricing.selectors import pack_prices
from marketplace.reference.models import CodeTable, Country, County, Currency, CustomsCode, ExportDocument, Unit
from tests.integration.demo.conftest import load

HAN = re.compile("[\u3400-\u9fff]")
pytestmark = pytest.mark.usefixtures("market")


def goods_rows() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    trade = data("trade")["goods"]
    return [(row, trade[row["sku"]]) for row in data("goods")["goods"]]


def test_everything_that_the_market_promises_is_there() -> None:
    assert Good.objects.count() == 71
    assert published().count() == 69
    assert Company.objects.filter(kind=CompanyKind.PRODUCER).count() == 17
    assert Company.objects.filter(kind=CompanyKind.BUYER).count() == 3
    assert Category.objects.count() == 31
    assert County.objects.count() == 13
    assert User.objects.filter(is_demo=True).count() == 18
    assert Good.objects.filter(ordering=Ordering.ENQUIRY).count() == 6
    assert Good.objects.filter(is_gi_protected=True).count() == 13
    assert Picture.objects.count() == 71
    assert Pack.objects.count() == sum(len(trade["packs"]) for _, trade in goods_rows()) == 112


def test_goods_that_are_not_to_be_shown_are_drafts_that_could_be() -> None:
    drafts = Good.objects.exclude(status=GoodStatus.PUBLISHED)
    assert {good.sku for good in drafts} == {"HH-YY-003", "HH-HH-004"}
    assert all(good.status == GoodStatus.DRAFT and not missing(good) for good in drafts)


def test_a_good_says_what_its_data_say() -> None:
    goods = {good.sku: good for good in Good.objects.select_related("category", "county", "producer", "unit")}
    for row, trade in goods_rows():
        good = goods[row["sku"]]
        assert (good.name_zh_hans, good.name_vi, good.name_en) == (row["name_zh"], row["name_vi"], row["name_en"])
        assert (good.description_zh_hans, good.description_vi) == (row["desc_zh"], row["desc_vi"])
        assert (good.hs_code, good.slug) == (row["hs_code"], trade["slug"])
        assert (good.category.code, good.county.code) == (row["category"], row["county_code"])
        assert (good.producer.slug, good.unit.code) == (row["producer_id"], row["unit_code"])
        assert good.season_months == sorted(trade["season_months"] or [])
        assert good.is_cold_chain is trade["cold_chain"]
        assert [good.lead_time_min_days, good.lead_time_max_days] == trade["lead_time_days"]
        assert good.shelf_life_days == trade["shelf_life_days"]
        assert good.storage_vi == trade["storage_vi"]
        assert good.fob_place_en == "Hekou"
        assert [one["vi"] for one in good.attributes] == [one["vi"] for one in trade["attributes"]]
        assert {one.code for one in good.documents.all()} == set(row["flags"])
        assert good.is_illustrative


def test_packs_and_prices_are_those_of_the_data() -> None:
    packs = {pack.sku: pack for pack in Pack.objects.all()}
    prices = pack_prices([pack.pk for pack in packs.values()])
    for row, trade in goods_rows():
        for position, one in enumerate(trade["packs"]):
            pack = packs[f"{row['sku']}-{one['suffix']}"]
            assert (pack.position, pack.moq, pack.step) == (position, one["moq"], one["step"])
            assert (pack.content, pack.net_kg) == (Decimal(one["content"]), Decimal(one["net_kg"]))
            assert [pack.length_cm, pack.width_cm, pack.height_cm] == one["carton_cm"]
            assert pack.name_vi == one["name_vi"]
            table = [(line.from_quantity, line.unit_price) for line in prices[pack.pk].breaks]
            assert table == [(line["from"], Decimal(line["unit_price"])) for line in one["breaks"]]


def test_prices_and_minimum_beside_a_good_are_those_of_its_packs() -> None:
    for row, trade in goods_rows():
        good = Good.objects.get(sku=row["sku"])
        prices = [Decimal(line["unit_price"]) for one in trade["packs"] for line in one["breaks"]]
        assert (good.price_from, good.price_to) == (min(prices), max(prices))
        least = min(trade["packs"], key=lambda one: Decimal(one["content"]) * one["moq"])
        assert good.min_quantity == Decimal(least["content"]) * least["moq"]
        assert good.entry_pack is not None
        assert good.entry_pack.sku == f"{row['sku']}-{least['suffix']}"


def test_goods_by_enquiry_say_why_in_three_languages() -> None:
    for good in Good.objects.filter(ordering=Ordering.ENQUIRY):
        assert not good.is_orderable
        assert HAN.search(good.ordering_reason_zh_hans)
        assert "vui lòng" in good.ordering_reason_vi or "xin" in good.ordering_reason_vi.lower()
        assert "enquiry" in good.ordering_reason_en


def test_nothing_vietnamese_or_english_holds_a_chinese_character() -> None:
    for model in (Good, Pack, Picture, Category, County, Unit, Country, ExportDocument, BankAccount):
        columns = [one.name for one in model._meta.fields if one.name.endswith(("_vi", "_en"))]
        for values in model._default_manager.values_list(*columns):
            assert not HAN.search(" ".join(text for text in values if isinstance(text, str)))


def test_no_hs_code_passes_for_verified_and_no_code_table_for_more_than_it_says() -> None:
    assert not Good.objects.filter(is_hs_verified=True).exists()
    assert list(Currency.objects.filter(is_verified=True).values_list("code", flat=True)) == ["CNY"]
    assert list(CustomsCode.objects.filter(is_verified=True).values_list("code", flat=True)) == ["8600"]
    assert not Country.objects.filter(is_verified=True).exists()
    for model in (County, Unit, Currency, Country, CustomsCode, ExportDocument):
        assert not model._default_manager.filter(source="").exists()


def test_the_code_tables_are_whole() -> None:
    codes = data("codes")
    assert CustomsCode.objects.filter(table=CodeTable.RECEIPT_STATUS).count() == len(codes["receipt_statuses"])
    assert CustomsCode.objects.get(table=CodeTable.TRADE_MODE, code="9710").name_zh == "跨境电商B2B直接出口"
    assert Unit.objects.count() == len(codes["units"])
    assert Currency.objects.get(code="VND").customs_code == ""
    assert Country.objects.get(code="VN").customs_code == "141"


def test_bank_accounts_and_rates_cannot_be_taken_for_real_ones() -> None:
    assert set(BankAccount.objects.values_list("currency", flat=True)) == {"USD", "CNY", "VND"}
    for account in BankAccount.objects.all():
        assert account.is_illustrative
        assert re.fullmatch("DEMO[ 0]+", account.number)
        assert "DEMO" in account.beneficiary_vi
    assert set(ExchangeRate.objects.values_list("quote", flat=True)) == {"CNY", "VND", "THB", "LAK"}
    assert not ExchangeRate.objects.exclude(source="illustrative", is_verified=False).exists()


def test_companies_are_marked_as_invented_and_stand_in_their_own_script() -> None:
    assert not Company.objects.filter(is_illustrative=False).exists()
    assert Company.objects.get(slug="demo-hanoi").legal_name == "Công ty TNHH Thực phẩm Bến Sen"
    assert Company.objects.get(slug="demo-vientiane").name_vi == "Nam Kham Food Products Co., Ltd."
    assert Company.objects.get(slug="mz-guoyuan").county == County.objects.get(slug="mengzi")


@pytest.mark.parametrize("row", data("demo")["accounts"], ids=lambda row: row["email"])
def test_everybody_signs_in_with_the_password_of_the_data(row: dict[str, Any]) -> None:
    user = authenticate(None, email=row["email"], password=data("demo")["password"])
    assert isinstance(user, User)
    assert (user.name, user.language, user.is_demo) == (row["name"], row["language"], True)
    assert EmailAddress.objects.get(user=user).verified
    employer = row.get("company") or row.get("producer")
    memberships = [(one.company.slug, set(one.roles)) for one in Membership.objects.filter(user=user)]
    assert memberships == ([(employer, {Role(row["role"].partition("-")[2])})] if employer else [])


def test_staff_may_do_their_own_work_and_no_more() -> None:
    operator, editor = User.objects.get(email="operator@example.com"), User.objects.get(email="editor@example.com")
    steward, buyer = User.objects.get(email="kiosk@example.com"), User.objects.get(email="lan.nguyen@example.com")
    for permission in ("orders.view_order", "outbox.change_outboxmessage", "companies.change_company"):
        assert operator.has_perm(permission)
        assert not editor.has_perm(permission)
    assert operator.has_perm("wagtailadmin.access_admin")
    assert editor.has_perm("wagtailadmin.access_admin")
    assert not operator.has_perm("accounts.change_user")
    assert not operator.is_superuser
    assert [group.name for group in steward.groups.all()] == ["Kiosk stewards"]
    assert not steward.is_staff
    assert not buyer.get_all_permissions()


def test_the_search_and_the_picture_maker_hear_of_what_was_loaded() -> None:
    changed = {one.payload["sku"] for one in OutboxMessage.objects.filter(topic="catalog.good.changed")}
    assert changed == set(published().values_list("sku", flat=True))
    pictures = {one.payload["picture_id"] for one in OutboxMessage.objects.filter(topic="catalog.picture.added")}
    assert pictures == set(Picture.objects.values_list("pk", flat=True))
    lanes = set(OutboxMessage.objects.filter(topic="catalog.picture.added").values_list("lane", flat=True))
    assert lanes == {"heavy"}


def test_the_audit_trail_tells_how_each_good_came_to_be_seen() -> None:
    good = published().get(sku="HH-MZ-001")
    events = AuditEvent.objects.filter(subject_type="catalog.good", subject_id=str(good.pk)).order_by("pk")
    moves = [(one.data["from"], one.data["to"]) for one in events if one.verb == "good.status.changed"]
    assert moves == [("draft", "review"), ("review", "published")]


def test_progress_is_told(market: str) -> None:
    lines = market.splitlines()
    assert "  counties: 13 new" in lines
    assert "  goods: 70 new" in lines
    assert "  goods: 71 new" in lines
    assert "  sign-ins: 18 new" in lines


def test_production_refuses_the_demonstration(settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    Good.objects.all().update(popularity=7)
    with pytest.raises(CommandError, match="DEMO_ALLOWED"):
        load()
    assert not Good.objects.exclude(popularity=7).exists()
