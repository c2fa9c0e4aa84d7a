"""What a query meant in a text, told without any markup."""

from __future__ import annotations

import random
import time
import unicodedata
from itertools import pairwise

import pytest

from search.highlighting import MAX_TEXT, Segment, highlight

HOSTILE = [
    "",
    " ",
    "\0",
    "\ud800",
    "́",
    "'",
    "\u202e",
    "<b>&\"'</b>",
    "👨‍👩‍👧",
    "🇨🇳🇻🇳",
    "각",
    "ﬁ",
    "㎏",
    "𠮷",
    "１０ｋｇ",
    "a\u200db",
    "…'s",
]


def shown(q: str, text: str, lang: str, *, also: tuple[str, ...] = (), typing: bool = False) -> str:
    """Return the text with what was meant in square brackets."""
    found = highlight(q=q, text=text, lang=lang, also=also, typing=typing)
    assert "".join(one.text for one in found) == text
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in found)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("q", "text", "marked"),
    [
        ("石榴", "蒙自石榴汁", "蒙自[石榴]汁"),
        ("石榴", "蒙自甜綠籽石榴", "蒙自甜綠籽[石榴]"),
        ("紅茶", "元阳红茶", "元阳[红茶]"),
        ("豆腐", "石屏豆腐皮", "石屏[豆腐]皮"),
        ("茶", "茶叶罐 · 汽锅 · 绿茶", "[茶叶]罐 · 汽锅 · 绿[茶]"),
        ("过桥米线", "蒙自过桥", "蒙自[过桥]"),
        ("葡萄酒", "云南葡萄", "云南[葡萄]"),
        ("shiliu", "蒙自甜绿籽石榴", "蒙自甜绿籽[石榴]"),
        ("SHI LIU", "蒙自市石榴", "蒙自市[石榴]"),
        ("mengzishiliu", "蒙自甜绿籽石榴", "[蒙自]甜绿籽[石榴]"),
        ("meng zi shi liu", "石榴（蒙自）", "[石榴]（[蒙自]）"),
        ("lvchun", "绿春茶", "[绿春]茶"),
        ("mzsl", "蒙自石榴", "[蒙自石榴]"),
        ("sl", "蒙自石榴", "蒙自[石榴]"),
        ("pomegranate", "蒙自石榴", "蒙自[石榴]"),
        ("lựu", "蒙自石榴", "蒙自[石榴]"),
        ("10kg", "10公斤纸箱", "[10公斤]纸箱"),
        ("10千克", "１０公斤", "[１０公斤]"),
        ("mzsl", "蒙自甜绿籽石榴", "[蒙自]甜绿籽[石榴]"),
        ("石榴", "番石榴与石榴", "番石榴与[石榴]"),
        ("番石榴", "番石榴", "[番石榴]"),
        ("香水", "石榴", "石榴"),
    ],
)
def test_chinese_is_met_in_characters_pinyin_initials_and_other_languages(q: str, text: str, marked: str) -> None:
    assert shown(q, text, "zh-hans") == marked


@pytest.mark.parametrize(
    ("q", "text", "marked"),
    [
        ("lựu", "Lựu ngọt Mông Tự", "[Lựu] ngọt Mông Tự"),
        ("luu", "Lựu ngọt Mông Tự", "[Lựu] ngọt Mông Tự"),
        ("lưu", "Lựu ngọt", "[Lựu] ngọt"),
        ("dứa", "Nước dừa, nước dứa", "Nước dừa, nước [dứa]"),
        ("dua", "Nước dừa, nước dứa", "Nước [dừa], nước [dứa]"),
        ("đa", "Da bò, bánh đa", "Da bò, bánh [đa]"),
        ("dau phu", "Đậu phụ Thạch Bình", "[Đậu phụ] Thạch Bình"),
        ("ĐẬU PHỤ", "Đậu phụ Thạch Bình", "[Đậu phụ] Thạch Bình"),
        ("kiến thủy", "Gốm Kiến Thuỷ", "Gốm [Kiến Thuỷ]"),
        ("qủa", "Thảo quả", "Thảo [quả]"),
        ("tra", "Trang sức bạc", "Trang sức bạc"),
        ("đậu hũ", "Đậu phụ Thạch Bình", "[Đậu phụ] Thạch Bình"),
        ("chè xanh", "Trà xanh Lục Xuân", "[Trà xanh] Lục Xuân"),
        ("石榴", "Lựu ngọt", "[Lựu] ngọt"),
        ("10 kg", "Thùng 10kg, 110kg", "Thùng [10kg], 110kg"),
        ("0810", "Mã HS 08109090, lô 0810909", "Mã HS [08109090], lô 0810909"),
    ],
)
def test_vietnamese_is_met_in_whole_words_with_the_marks_that_were_typed(q: str, text: str, marked: str) -> None:
    assert shown(q, text, "vi") == marked
    assert shown(apart(q), text, "vi") == marked
    assert shown(q, apart(text), "vi") == apart(marked)


@pytest.mark.parametrize(
    ("q", "text", "marked"),
    [
        ("teapots", "Clay teapot, glazed", "Clay [teapot], glazed"),
        ("luchun", "The hills of Lüchun’s tea", "The hills of [Lüchun]’s tea"),
        ("Mengzi's pomegranates", "Mengzi sweet pomegranate", "[Mengzi] sweet [pomegranate]"),
        ("pu-erh", "Ripe tea", "Ripe [tea]"),
        ("fish", "A ﬁsh", "A [ﬁsh]"),
        ("f", "A ﬁsh", "A ﬁsh"),
        ("10 kg", "A 10㎏ box", "A [10㎏] box"),
        ("b", "<b>b</b>", "<[b]>[b]</[b]>"),
        ("pomegr", "Sweet pomegranate", "Sweet [pomegranate]"),
    ],
)
def test_english_is_met_in_forms_of_one_stem(q: str, text: str, marked: str) -> None:
    assert shown(q, text, "en") == marked


def test_what_a_misspelt_query_was_corrected_to_is_marked_too() -> None:
    assert shown("石刘", "蒙自石榴", "zh-hans") == "蒙自石榴"
    assert shown("石刘", "蒙自石榴", "zh-hans", also=("石榴",)) == "蒙自[石榴]"


@pytest.mark.parametrize(
    ("q", "text", "lang", "marked"),
    [
        ("pome", "Sweet pomegranate", "en", "Sweet [pome]granate"),
        ("tra", "Trang sức, trà", "vi", "[Tra]ng sức, [trà]"),
        ("shil", "蒙自石榴", "zh-hans", "蒙自[石榴]"),
        ("red r", "Red rice", "en", "[Red] [r]ice"),
    ],
)
def test_while_typing_the_last_word_is_marked_as_far_as_it_goes(q: str, text: str, lang: str, marked: str) -> None:
    assert shown(q, text, lang, typing=True) == marked


def test_a_reader_s_character_is_never_cut() -> None:
    assert shown("đ", apart("đậu ế"), "vi", typing=True) == apart("[đ]ậu ế")
    assert shown("e", apart("ế"), "vi") == apart("[ế]")
    assert shown("a", "a\u200d\u0301 b", "en") == "[a\u200d\u0301] b"
    assert shown("各", "各👨‍👩‍👧各", "zh-hans") == "[各]👨‍👩‍👧[各]"


def test_nothing_is_marked_where_nothing_was_asked() -> None:
    assert highlight(q=" ", text="Lựu", lang="vi") == [Segment("Lựu", is_match=False)]
    assert highlight(q="lựu", text="", lang="vi") == []


def test_any_text_comes_back_whole_in_turns_of_match_and_no_match() -> None:
    choose = random.Random(7)
    parts = [*HOSTILE, "Lựu", "石榴", "綠茶", "10kg", "08109090", apart("đậu phụ"), "pomegranates", ",", "shiliu"]
    for _ in range(400):
        q, text = ("".join(choose.choices(parts, k=choose.randrange(6))) for _ in range(2))
        lang = choose.choice(["zh-hans", "vi", "en", "xx"])
        found = highlight(q=q, text=text, lang=lang, also=(text,), typing=choose.random() < 0.5)
        assert "".join(one.text for one in found) == text
        assert all(one.text for one in found)
        assert all(one.is_match != other.is_match for one, other in pairwise(found))
        assert not any(unicodedata.combining(one.text[0]) for one in found[1:])


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("a" * 10**6, "啊" * 10**6),
        ("mengzishiliu", "石榴" * 10**5),
        ("a " * 100, "a " * 10**6),
        (" ".join(["shi"] * 24), "是市" * 10**5),
        ("1 " * 90, "1kg " * 10**5),
        ("́" * 10**5, "é" * 10**5),
    ],
)
def test_a_million_characters_take_no_longer_than_a_page(q: str, text: str) -> None:
    highlight(q="shiliu", text="石榴", lang="zh-hans")  # loads the dictionaries
    begun = time.process_time()
    found = highlight(q=q, text=text, lang="zh-hans", also=(q,) * 100, typing=True)
    assert time.process_time() - begun < 3
    assert "".join(one.text for one in found) == text
    assert not any(one.is_match for one in found[-1:] if len(one.text) < len(text) - MAX_TEXT)
