"""Amounts as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from marketplace.kernel.amounts import plain
from marketplace.kernel.text import clean
from marketplace.web.fields import AmountField, EmailField, TextField


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2.45", "2.45"),
        ("2,45", "2.45"),
        ("２,４５", "2.45"),
        (" 7 ", "7"),
        ("0", "0"),
        ("007.50", "7.50"),
        ("7.510,00", "7510"),
        ("1,234,567.8", "1234567.8"),
    ],
)
def test_point_comma_and_full_width_digits_are_read(text: str, amount: str) -> None:
    assert AmountField(decimal_places=5, max_digits=12).clean(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "1_0",
        "-1",
        "+1",
        "NaN",
        "Infinity",
        "1.00,00",
        "1,000,00",
        "0x10",
        ".5",
        "5.",
        "1 0",
        "\x001",
        "9" * 20_000,
    ],
)
def test_what_only_a_program_would_write_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        AmountField(decimal_places=5, max_digits=12).clean(text)


def test_nothing_is_none_where_it_may_be() -> None:
    assert AmountField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        AmountField().clean("")


@pytest.mark.parametrize(("language", "text"), [("vi", "2,45"), ("zh-hans", "2.45"), ("en", "2.45")])
def test_what_a_form_shows_can_be_sent_back(language: str, text: str) -> None:
    assert plain(Decimal("2.45000"), language=language) == text
    with translation.override(language):
        assert AmountField(decimal_places=5).clean(text) == Decimal("2.45")


@pytest.mark.parametrize(("language", "amount"), [("vi", "1000"), ("zh-hans", "1.000"), ("en", "1.000")])
def test_a_field_reads_by_the_language_of_its_page(language: str, amount: str) -> None:
    with translation.override(language):
        assert AmountField(decimal_places=5).clean("1.000") == Decimal(amount)


def test_a_field_takes_the_signs_of_its_own_currency_only() -> None:
    assert AmountField(currency="USD").clean("$1.50") == Decimal("1.50")
    with pytest.raises(ValidationError):
        AmountField(currency="USD").clean("¥1.50")


def test_an_email_field_takes_what_is_typed_and_shows_no_browser_message() -> None:
    field = EmailField()
    assert field.clean("ｌａｎ＠congty.vn.\u200b") == "lan@congty.vn"
    assert field.widget.input_type == "text"
    with pytest.raises(ValidationError):
        field.clean("lan.congty.vn")


def test_no_text_turns_round_what_stands_beside_it() -> None:
    turned = "PO \u202e<b>\u2066 tset\u202c"
    assert TextField().clean(turned) == clean(turned, limit=40) == "PO <b> tset"
