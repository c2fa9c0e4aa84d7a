"""What may name or number a person is not kept by its words; what people look for is."""

from __future__ import annotations

import pytest

from marketplace.search_log.models import MAX_TEXT
from marketplace.search_log.privacy import is_personal, kept_text

PERSONAL = [
    "lan.nguyen@example.com",
    "lan＠example.com",
    "https://example.com/x",
    "www.example.com",
    "zalo Lan Nguyễn",
    "微信 honghe88",
    "0912345678",
    "+84 912 345 678",
    "091.234.5678",
    "0912-345-678",
    "(+86) 138 0013 8000",
    "13800138000",
    "１３８００１３８０００",
    "一三八零零一三八零零零",
    "٠٩١٢٣٤٥٦٧٨",
    "0\u200b9\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6",
    "532501199001011234",
    "53250119900101123X",
    "001090012345",
    "19900101",
    "1990-01-01",
    "STK 0071000123456 Vietcombank",
    "0317654321-001",
    "C1234567",
    "gạo 0912345678",
    "1 2 3 4 5 6 7",
    "6123 4567",
]
KEPT = [
    "gạo đỏ Nguyên Dương",
    "石榴",
    "shiliu",
    "10 kg",
    "600g x 12",
    "100%",
    "0810",
    "081090",
    "0810.90",
    "0810.90.90",
    "0901.11.10.00",
    "0810.9090",
    "2026",
    "五谷杂粮",
    "一二三",
    "qqq",
    "trà Phổ Nhĩ 357g 2019",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_be_a_person_is_not_kept(text: str) -> None:
    assert is_personal(text)
    assert kept_text(text) == ""


@pytest.mark.parametrize("text", KEPT)
def test_what_people_look_for_is_kept(text: str) -> None:
    assert not is_personal(text)
    assert kept_text(text)


def test_the_same_words_are_kept_alike() -> None:
    assert kept_text("  GẠO   Đỏ ") == kept_text("gạo đỏ") == "gạo đỏ"
    assert kept_text("紅米") == kept_text("红米")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "?!*", "gạo " * 250_000, "@" * 1_000_000, "1 " * 500_000])
def test_anything_at_all_is_short_and_clean(text: str) -> None:
    kept = kept_text(text)
    assert len(kept) <= MAX_TEXT
    assert "\x00" not in kept
    assert "\ud800" not in kept
