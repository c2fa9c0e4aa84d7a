"""Reference tables: read once, searched by what they say, each code once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from marketplace.reference.documents import CountySource
from marketplace.reference.models import County
from marketplace.reference.selectors import counties, county_by_slug
from tests.factories.reference import CountyFactory, CustomsCodeFactory

pytestmark = pytest.mark.django_db


def test_counties_are_read_once_a_revision_in_the_order_of_their_codes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    second, first = CountyFactory.create(code="532503", slug="b"), CountyFactory.create(code="532501", slug="a")
    with django_assert_num_queries(1):
        found = counties(version=1)
        assert counties(version=1) is found
    assert [one.id for one in found] == [first.pk, second.pk]
    assert (found[0].name("vi"), found[0].name("zh-hans"), found[0].name("xx")) == ("Nguyên Dương", "元阳", "元阳")
    County.objects.filter(pk=first.pk).update(name_vi="Khác")
    assert counties(version=2)[0].name("vi") == "Khác"


def test_a_county_is_found_by_its_slug() -> None:
    county = CountyFactory.create(slug="mengzi")
    assert county_by_slug("mengzi") == county
    with pytest.raises(County.DoesNotExist):
        county_by_slug("no-such")


def test_a_county_is_searched_by_its_names_and_what_it_is_known_for() -> None:
    CountyFactory.create(slug="gejiu", specialities=[{"zh_hans": "锡器", "vi": "đồ thiếc", "en": "tinware"}])
    (document,) = CountySource().iter_documents()
    assert (document.id, document.path, document.county) == ("county:gejiu", "counties/gejiu/", "gejiu")
    assert document.names["vi"] == "huyện Nguyên Dương"
    assert document.keywords["vi"] == "Nguyên Dương · đồ thiếc"
    assert [one.id for one in CountySource().documents_for(["county:gejiu", "county:x"])] == ["county:gejiu"]


def test_a_customs_code_stands_once_in_its_table() -> None:
    row = CustomsCodeFactory.create()
    CustomsCodeFactory.create(table="trade_mode", code=row.code)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomsCodeFactory.create(table=row.table, code=row.code)
