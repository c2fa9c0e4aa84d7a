"""What was typed, as it was meant: ranks of places, keys, tones in figures; only where the index knows it then."""

from __future__ import annotations

import pytest

from search.ranking.reading import read
from tests.unit.search.test_plan import Words

PLACES = Words(
    {
        "same": ["蒙自", "屏边", "môngtự", "mengzi"],
        "alike": ["mengzi", "mongtu"],
        "nx": ["lựu", "cà", "phê", "đỏ"],
        "np": ["shiliu"],
    },
    corrections={"onoin": ["onion"]},
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("蒙自市", "蒙自"),
        ("蒙自县", "蒙自"),
        ("屏边苗族自治县", "屏边"),
        ("云南蒙自市石榴", "云南蒙自石榴"),
        ("thành phố Mông Tự", "mông tự"),
        ("thị xã Mông Tự", "mông tự"),
        ("thanh pho mong tu", "mong tu"),
        ("TP. Mông Tự", "mông tự"),
        ("lựu huyện Mông Tự", "lựu mông tự"),
        ("Mengzi City", "mengzi"),
        ("county of mengzi", "mengzi"),
        ("mengzi shi", "mengzi"),
        ("mengzishi", "mengzi"),
    ],
)
def test_a_place_loses_its_rank(typed: str, meant: str) -> None:
    query = read(typed, PLACES)
    assert (query.text, query.read_as) == (meant, "")


@pytest.mark.parametrize(
    "typed", ["市", "夜市", "thành phố", "thành phố Hà Nội", "city", "shi", "kunming city", "昆明市", "xian", "manshi"]
)
def test_a_rank_beside_no_place_of_ours_stays(typed: str) -> None:
    assert read(typed, PLACES).text == typed.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luwuj", "lựu"),
        ("lu7u5", "lựu"),
        ("caf phee", "cà phê"),
        ("caphee", "ca phê"),
        ("shi2liu2", "shiliu"),
        ("shi2 liu2", "shi liu"),
        ("shíliú", "shiliu"),
        ("Shí Liú", "shi liu"),
    ],
)
def test_keys_and_tones_are_read_and_it_is_said_how(typed: str, meant: str) -> None:
    words = Words({**PLACES.fields, "nx": [*PLACES.fields["nx"], "ca"]})
    query = read(typed, words)
    assert (query.text, query.read_as) == (meant, meant)


@pytest.mark.parametrize(
    "typed",
    ["lựu", "onoin", "HH-MZ-001", "10kg", "0804.30", "b2b", "tea", "laptops", "\x00", "", "luwuj" * 60, "a1" * 100],
)
def test_what_means_nothing_else_stays_as_it_was_typed(typed: str) -> None:
    assert read(typed, PLACES).read_as == ""


def test_a_word_that_the_index_has_is_not_read_as_keys() -> None:
    assert read("caf", Words({"nf": ["caf"], "nx": ["cà"]})).text == "caf"
