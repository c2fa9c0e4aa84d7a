"""The page of one good."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from marketplace.catalog.models import Availability, Pack, season_mask
from marketplace.catalog.services import bump_storefront
from marketplace.pricing.models import PriceBreak
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import ExportDocumentFactory


def page_of(client: Client, pack: Pack, code: str = "en") -> str:
    response = client.get(f"/{code}/goods/{pack.good.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


@pytest.mark.parametrize(("code", "column"), [("vi", "vi"), ("zh-hans", "zh_hans"), ("en", "en")])
def test_the_page_is_in_the_language_of_its_address(client: Client, pack: Pack, code: str, column: str) -> None:
    page = page_of(client, pack, code)
    assert f"<h1>{getattr(pack.good, f'name_{column}')}</h1>" in page
    assert getattr(pack, f"name_{column}") in page
    assert getattr(pack.good.producer, f"name_{column}") in page
    assert getattr(pack.good.county, f"name_{column}") in page


def test_quantity_breaks_show_price_and_saving(client: Client, pack: Pack) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page_of(client, pack)))
    assert "5–49 2.45 –" in text
    assert "from 50 2.30 6.1%" in text


def test_the_form_knows_the_rule_of_the_pack_and_needs_no_token(client: Client, pack: Pack) -> None:
    page = page_of(client, pack)
    assert 'action="/en/basket/add/"' in page
    assert f'name="pack" value="{pack.sku}" data-minimum="5" data-step="2"' in page
    assert 'name="quantity" value="5"' in page
    assert "At least 5 packs, in steps of 2." in page
    assert "csrfmiddlewaretoken" not in page


def test_a_good_by_enquiry_says_why_and_offers_no_order(client: Client) -> None:
    pack = PackFactory.create(good=GoodFactory.create(enquiry=True))
    page = page_of(client, pack)
    assert "The export needs a quota." in page
    assert "Add to the basket" not in page
    assert 'name="quantity"' not in page
    assert "offers" not in structured(page)
    assert "Xuất khẩu cần hạn ngạch." in page_of(client, pack, "vi")


def test_a_pack_out_of_stock_cannot_be_chosen(client: Client, pack: Pack) -> None:
    other = PackFactory.create(good=pack.good, sold_out=True)
    page = page_of(client, pack)
    assert re.search(rf'value="{other.sku}"[^>]* disabled', page)
    assert re.search(rf'value="{pack.sku}"[^>]* checked>', page)
    assert "Add to the basket" in page


def test_a_good_without_any_pack_in_stock_says_so(client: Client) -> None:
    pack = PackFactory.create(sold_out=True)
    page = page_of(client, pack)
    assert "Out of stock at the moment." in page
    assert "Add to the basket" not in page
    assert "offers" not in structured(page)


def test_a_good_without_price_says_so(client: Client) -> None:
    page = page_of(client, PackFactory.create(unpriced=True))
    assert "No price is set for this good yet" in page
    assert "Add to the basket" not in page


def test_the_mark_of_the_hs_code_says_whether_it_was_verified(client: Client, pack: Pack) -> None:
    assert "not yet verified" in page_of(client, pack)
    pack.good.is_hs_verified = True
    pack.good.save()
    bump_storefront()
    page = page_of(client, pack)
    assert "not yet verified" not in page
    assert "verified" in page


def test_papers_are_shown_as_needed_never_as_held(client: Client, pack: Pack) -> None:
    pack.good.documents.add(ExportDocumentFactory.create(name_en="Phytosanitary certificate"))
    page = page_of(client, pack)
    assert "Papers that the export needs" in page
    assert "They are not certificates that the producer already holds." in page
    assert "Phytosanitary certificate" in page


def test_the_specification_is_complete(client: Client, pack: Pack) -> None:
    good = pack.good
    good.attributes = [{"zh_hans": ["等级", "一级"], "vi": ["Phẩm cấp", "Loại 1"], "en": ["Grade", "Grade 1"]}]
    good.storage_min_c, good.storage_max_c = Decimal("2.0"), Decimal("5.5")
    good.shelf_life_days, good.lead_time_min_days, good.lead_time_max_days = 60, 3, 7
    good.is_cold_chain, good.season_mask = True, season_mask([7, 8])
    good.save()
    page = page_of(client, pack)
    for text in ("Grade 1", "2 to 5.5 °C", "60 days", "3 to 7 days", "Cold chain", "Months of harvest"):
        assert text in page, text
    assert "Loại 1" in page_of(client, pack, "vi")
    assert "2 °C" not in page_of(client, pack, "vi").replace("2 to", "")


def test_only_protected_goods_bear_the_geographical_indication(client: Client, pack: Pack) -> None:
    assert "Geographical indication" not in page_of(client, pack)
    pack.good.is_gi_protected = True
    pack.good.save()
    bump_storefront()
    assert "Geographical indication" in page_of(client, pack)


def test_what_is_invented_says_so(client: Client, pack: Pack) -> None:
    assert "Illustrative" not in page_of(client, pack)
    pack.good.is_illustrative = pack.good.producer.is_illustrative = True
    pack.good.save()
    pack.good.producer.save()
    bump_storefront()
    page = page_of(client, pack)
    assert "Illustrative: packs, prices and specifications" in page
    assert "Illustrative: this company" in page


def test_goods_of_the_same_kind_are_shown_beside_it(client: Client, pack: Pack) -> None:
    near = GoodFactory.create(category=pack.good.category, name_en="Of the same kind")
    GoodFactory.create(name_en="Something else")
    page = page_of(client, pack)
    assert near.name_en in page
    assert "Something else" not in page


def test_structured_data_is_a_valid_product(client: Client, pack: Pack) -> None:
    data = structured(page_of(client, pack, "vi"))
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Product"
    assert (data["sku"], data["name"]) == (pack.good.sku, pack.good.name_vi)
    assert data["url"].endswith(f"/vi/goods/{pack.good.slug}/")
    assert data["image"][0].startswith("http")
    assert data["offers"] == {
        "@type": "AggregateOffer",
        "url": data["url"],
        "priceCurrency": "USD",
        "lowPrice": "2.3",
        "highPrice": "2.45",
        "offerCount": 2,
        "availability": "https://schema.org/InStock",
    }


def test_what_a_producer_typed_is_text(client: Client) -> None:
    good = GoodFactory.create(name_en='<img src=x onerror="alert(1)">', description_en="</title><b>x")
    page = page_of(client, PackFactory.create(good=good))
    assert "<img src=x" not in page
    assert "<b>x" not in page


def test_open_graph_names_the_good_and_its_picture(client: Client, pack: Pack) -> None:
    page = page_of(client, pack, "zh-hans")
    assert f'<meta property="og:title" content="{pack.good.name_zh_hans}">' in page
    assert re.search(r'<meta property="og:image" content="http[^"]+/media/goods/rice\.jpg">', page)
    assert '<meta property="og:locale" content="zh_CN">' in page


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请输入整数"), ("vi", "số nguyên"), ("en", "whole number")]
)
def test_what_was_typed_stands_in_the_address_and_is_answered_in_each_language(
    client: Client, pack: Pack, language: str, said: str
) -> None:
    page = client.get(f"/{language}/goods/{pack.good.slug}/", {"pack": pack.sku, "quantity": "6<"}).content.decode()
    assert 'value="6&lt;"' in page
    assert 'aria-invalid="true"' in page
    assert said in page
    assert f'hreflang="vi" href="http://127.0.0.1:8000/vi/goods/{pack.good.slug}/"' in page, "one address for engines"
    assert f"/en/goods/{pack.good.slug}/?pack={pack.sku}&amp;quantity=6%3C" in page, "and no typing anew for people"


def test_the_address_chooses_a_pack_and_what_can_be_ordered_is_no_error(client: Client, pack: Pack) -> None:
    other = PackFactory.create(good=pack.good, position=2, moq=40, step=10)
    page = client.get(f"/en/goods/{pack.good.slug}/", {"pack": other.sku, "quantity": "60"}).content.decode()
    assert re.search(rf'value="{other.sku}"[^>]* checked', page)
    assert 'value="60"' in page
    assert "aria-invalid" not in page


@pytest.mark.parametrize("trait", ["draft", "withdrawn"])
def test_what_visitors_may_not_see_does_not_exist(client: Client, trait: str) -> None:
    good = GoodFactory.create(**{trait: True})
    assert client.get(f"/vi/goods/{good.slug}/").status_code == 404


def test_a_good_of_a_suspended_producer_does_not_exist(client: Client) -> None:
    good = GoodFactory.create(producer=CompanyFactory.create(producer=True, suspended=True))
    assert client.get(f"/vi/goods/{good.slug}/").status_code == 404


def test_a_changed_price_and_stock_show_at_once(client: Client, pack: Pack) -> None:
    assert "2.45" in page_of(client, pack)
    PriceBreak.objects.filter(pack=pack, from_quantity__lt=50).update(unit_price=Decimal("2.99"))
    bump_storefront()
    assert "2.99" in page_of(client, pack)
    Pack.objects.filter(pk=pack.pk).update(availability=Availability.SOLD_OUT)
    bump_storefront()
    assert "Out of stock at the moment." in page_of(client, pack)


def test_goods_of_the_place_stand_on_the_page_of_a_good_that_is_alone_in_its_kind(client: Client, pack: Pack) -> None:
    near = GoodFactory.create(county=pack.good.county)
    GoodFactory.create()
    page = client.get(f"/en/goods/{pack.good.slug}/").content.decode()
    related = page.split('id="related"')[1]
    assert near.name_en in related
    assert related.count('<li class="card') == 1
