"""A document as it is stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.analysis.fields import BASIC, POSITIONAL, RAW, SORT_KEYS, collated, from_micro, micro, plain, stored
from search.analysis.text import MAX_TOKEN
from search.documents import DocumentType, SearchDocument

GOOD = SearchDocument(
    id="good:HH-MZ-001",
    type=DocumentType.GOOD,
    sku="HH-MZ-001",
    names={"zh-hans": "蒙自石榴（NFC）", "vi": "Lựu Mông Tự", "en": "Mengzi pomegranates"},
    bodies={"en": "Juicy arils", "vi": "Hạt mọng nước", "zh-hans": "汁水多"},
    keywords={"en": "10 kg carton"},
    category_names={"en": "Fresh fruit", "vi": "Trái cây tươi", "zh-hans": "鲜果"},
    path="goods/mengzi/",
    hs_code="08109090",
    categories=("subtropical-fruit", "fresh-fruit"),
    county="mengzi",
    producer="mz-guoyuan",
    season_months=(7, 8),
    gi=True,
    cold_chain=True,
    price=Decimal("1.25"),
    popularity=7,
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def test_a_name_is_stored_as_written_without_marks_by_words_and_by_reading() -> None:
    fields = stored(GOOD).fields
    assert {"lựu", "mông", "pomegranates", "nfc", "hh", "001"} <= set(fields["nx"])
    assert {"luu", "mong", "pomegran"} <= set(fields["nf"])
    assert {"蒙自", "石榴", "自石", "榴"} <= set(fields["nz"])
    assert {"mengzi", "shiliu", "mengzishiliu"} <= set(fields["np"])
    assert {"mz", "sl", "mzsl"} <= set(fields["ni"])
    assert {"^lựu", "^luu", "$石榴", "$shiliu", "$pomegran"} <= set(fields["head"])


@pytest.mark.parametrize(("name", "place", "rank"), [("蒙自市", "mengzi", "shi"), ("石屏县", "shiping", "xian")])
def test_that_a_place_is_a_city_or_a_county_is_no_reading_of_its_own(name: str, place: str, rank: str) -> None:
    fields = stored(SearchDocument(id="county:x", type=DocumentType.COUNTY, names={"zh-hans": name}, path="x/")).fields
    assert {place, place + rank} <= set(fields["np"])
    assert rank not in fields["np"]


def test_a_phrase_does_not_reach_from_one_name_into_the_other() -> None:
    words = stored(GOOD).fields["nx"]
    assert "tự" in words
    assert words[words.index("tự") + 1] == "¦"


def test_what_a_thing_belongs_to_is_stored_apart_from_its_name_and_text() -> None:
    fields = stored(GOOD).fields
    assert {"fresh", "fruit", "10kg", "carton"} <= set(fields["tx"])
    assert "fruit" in fields["cat"]
    assert "carton" not in fields["cat"]
    assert "juicy" in fields["bx"]
    assert not {"fruit", "juicy"} & set(fields["nx"])


def test_a_whole_name_is_compared_with_and_without_its_brackets() -> None:
    fields = stored(GOOD).fields
    assert {"lựumôngtự", "蒙自石榴", "nfc蒙自石榴", "hhmz001"} <= set(fields["same"])
    assert {"luumongtu", "mengzishiliu", "mengzipomegranates"} <= set(fields["alike"])
    assert plain("mengzi pomegranates") in fields["same"]


def test_codes_and_flags_are_stored_for_filters() -> None:
    fields = stored(GOOD).fields
    assert fields["category"] == ["subtropical-fruit", "fresh-fruit"]
    assert fields["flag"] == ["gi", "cold", "m7", "m8"]
    assert fields["hs"] == ["08", "0810", "081090", "08109090"]


def test_a_hit_shows_names_address_and_number() -> None:
    shown = json.loads(stored(GOOD).payload)
    assert (shown["t"], shown["s"], shown["u"]) == ("good", "HH-MZ-001", "goods/mengzi/")
    assert shown["n"] == GOOD.names


def test_a_document_of_nothing_but_a_name_is_stored() -> None:
    bare = stored(SearchDocument(id="page:1", type=DocumentType.PAGE, names={}, path="/"))
    assert bare.price is None
    assert bare.fields["category"] == bare.fields["county"] == bare.fields["flag"] == []


def test_no_field_is_stored_that_an_engine_does_not_know_and_no_token_holds_a_blank() -> None:
    odd = SearchDocument(
        id="good:odd",
        type=DocumentType.GOOD,
        names={"en": "x" * 500 + "\u3000y\u00a0z\ud800\x00", "vi": "\u202e"},
        path="/",
    )
    for document in (GOOD, odd):
        fields = stored(document).fields
        assert set(fields) == {*POSITIONAL, *BASIC, *RAW, *SORT_KEYS}
        tokens = [token for name in (*POSITIONAL, *BASIC) for token in fields[name]]
        assert all(token and not any(one.isspace() for one in token) for token in tokens)
        assert all(len(token) <= 4 * MAX_TOKEN for token in tokens)


@pytest.mark.parametrize("price", ["0.304", "1.25", "0.00001", "999999.99999", "0"])
def test_a_price_survives_its_way_through_the_index(price: str) -> None:
    assert from_micro(micro(Decimal(price))) == Decimal(price)


def test_sort_keys_put_the_popular_the_cheap_the_dear_and_the_new_first() -> None:
    def keys(**fields: object) -> dict[str, str]:
        given = {"id": "good:B", "type": DocumentType.GOOD, "names": {"en": "b"}, "path": "b/", "sku": "B"} | fields
        return {name: stored(SearchDocument(**given)).fields[name][0] for name in SORT_KEYS}  # type: ignore[arg-type]

    plain_one, popular = keys(), keys(popularity=2)
    assert popular["rank"] < plain_one["rank"] < keys(sku="C", id="good:C")["rank"]
    assert keys(type=DocumentType.PAGE, popularity=99)["rank"] > plain_one["rank"]
    cheap, dear = keys(price=Decimal("9.9")), keys(price=Decimal(10))
    assert cheap["price_up"] < dear["price_up"] < plain_one["price_up"]
    assert dear["price_down"] < cheap["price_down"] < plain_one["price_down"]
    new, old = (keys(created_at=datetime(year, 1, 1, tzinfo=UTC)) for year in (2026, 1999))
    assert new["newest"] < old["newest"] < plain_one["newest"]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("vi", ["an", "ăn", "ấm", "cam", "đào", "em", "ếch", "lê", "ong", "ông", "ớt", "xoài"]),
        ("zh-hans", ["豆腐", "梨", "绿茶", "石榴", "紫陶"]),
        ("en", ["apple", "banana", "éclair", "tea"]),
    ],
)
def test_names_sort_in_the_order_of_the_language(lang: str, names: list[str]) -> None:
    assert sorted([*names[1:], names[0]], key=lambda name: collated(lang, name)) == names


def test_a_shorter_name_is_a_whole_name_too() -> None:
    county = SearchDocument(
        id="county:mengzi",
        type=DocumentType.COUNTY,
        names={"zh-hans": "蒙自市", "vi": "Thành phố Mông Tự", "en": "Mengzi City"},
        also_called={"zh-hans": "蒙自", "vi": "Mông Tự", "en": "Mengzi"},
        path="counties/mengzi/",
    )
    fields = stored(county).fields
    assert {"蒙自市", "蒙自", "môngtự", "thànhphốmôngtự", "mengzi"} <= set(fields["same"])
    assert {"mongtu", "mengzi", "mengzishi"} <= set(fields["alike"])
