"""Quantities, amounts, telephone numbers, e-mail addresses and tax codes as people type and paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel import formats
from marketplace.kernel.amounts import plain, read_amount
from marketplace.kernel.emails import email_address
from marketplace.kernel.money import EXPONENTS
from marketplace.kernel.phones import PhoneNotValid, parse_phone
from marketplace.kernel.quantities import MAX_QUANTITY, QuantityNotANumber, parse_quantity
from marketplace.kernel.tax import TaxCodeNotValid, parse_tax_code

QUANTITIES = {
    "1000": 1000,
    "1.000": 1000,
    "1,000": 1000,
    "1 000": 1000,
    "1\u00a0000": 1000,
    "1\u202f000": 1000,
    "1'000": 1000,
    "１０００": 1000,
    "１，０００": 1000,
    "1.000.000": 1_000_000,
    "500箱": 500,
    "５００　箱": 500,
    "500 件": 500,
    "500 thùng": 500,
    "500 THÙNG": 500,
    "500 thu\u0300ng": 500,
    "1.000 thùng carton": 1000,
    "2千箱": 2000,
    "1万": 10_000,
    "2 nghìn": 2000,
    "500 cartons": 500,
    "500 ctns.": 500,
    "\u200b500\ufeff": 500,
    " 007 ": 7,
}
NO_QUANTITIES = [
    *(
        "",
        "0",
        "000",
        "-5",
        "+5",
        "1.5",
        "1,5",
        "10.00",
        "0.500",
        "1.0000",
        "1 00",
        "1,000.000",
        "1.000,00",
        "1e3",
        "1_0",
    ),
    *(
        "0x10",
        "٣",
        "五百",
        "500 kg",
        "500千克",
        "500瓶",
        "500 chai",
        "9999999999",
        "10万万",
        "1\x000",
        "5 0",
        "箱",
        "500箱箱",
    ),
]
# As they stand on cards and websites of companies; the digits are those that such numbers have.
PHONES = {
    "VN": {
        "028.3822.1234": "+842838221234",
        "028 3822 1234": "+842838221234",
        "(028) 3822-1234": "+842838221234",
        "(84-28) 3822 1234": "+842838221234",
        "(+84-28) 3822 1234": "+842838221234",
        "(+84) 28 3822 1234": "+842838221234",
        "+84 (0)28 3822 1234": "+842838221234",
        "+84-(0)28-3822.1234": "+842838221234",
        "84.28.38221234": "+842838221234",
        "0084 28 3822 1234": "+842838221234",
        "028/38221234": "+842838221234",
        "+ 84 903 123 456": "+84903123456",
        "(+84)903 123 456": "+84903123456",
        "0903.123.456": "+84903123456",
        "０９０３ １２３ ４５６": "+84903123456",
        "\u202a+84 903 123 456\u202c": "+84903123456",
        "0903\u200b123\u200b456": "+84903123456",
        "+84\u00a0903\u2011123\u2011456": "+84903123456",
        "ĐT: 0903-123-456": "+84903123456",
        "Mobile/Zalo: 0903 123 456": "+84903123456",
        "0903 123 456 (Zalo)": "+84903123456",
        "☎️ 0903 123 456": "+84903123456",
        "Hotline: 1900 6017": "+8419006017",
        "0214.3820.123": "+842143820123",
        "028 3822 1234 máy lẻ 105": "+842838221234;ext=105",
        "028 3822 1234 (ext. 12)": "+842838221234;ext=12",
        "028 3822 1234 (số nội bộ: 12)": "+842838221234;ext=12",
        "028-38221234#12": "+842838221234;ext=12",
        "028 38221234 x12": "+842838221234;ext=12",
        "+86-(0)873-372 2222": "+868733722222",
        "0086-138-8731-2345": "+8613887312345",
    },
    "CN": {
        "0873-3722222": "+868733722222",
        "(0873)3722222": "+868733722222",
        "（０８７３）３７２２２２２": "+868733722222",
        "(+86)0873-3722222": "+868733722222",
        "+86-(0)873-3722222": "+868733722222",
        "86-873-3722222": "+868733722222",
        "0086 873 3722222": "+868733722222",
        "0873·3722222": "+868733722222",
        "0873—3722222": "+868733722222",
        "电话：0873-3722222": "+868733722222",
        "电话/传真：0873-3722222": "+868733722222",
        "0873-3722222-8001": "+868733722222;ext=8001",
        "0873-3722222转8001": "+868733722222;ext=8001",
        "0873-3722222 转 801 分机": "+868733722222;ext=801",
        "08733722222*801": "+868733722222;ext=801",
        "138 8731 2345": "+8613887312345",
        "013887312345": "+8613887312345",
        "(86)13887312345": "+8613887312345",
        "手机:13887312345（微信同号）": "+8613887312345",
        "＋８６ １３８ ８７３１ ２３４５": "+8613887312345",
        "400-880-1234": "+864008801234",
        "400-880-1234转1": "+864008801234;ext=1",
        "010-6234 5678": "+861062345678",
        "(+84) 28 3822 1234": "+842838221234",
        "0084 903 123 456": "+84903123456",
    },
    "LA": {
        "+856 20 5555 1234": "+8562055551234",
        "020 5555 1234": "+8562055551234",
        "00856 21 212 345": "+85621212345",
    },
    "TH": {"02-123-4567": "+6621234567", "+66 (0)81 234 5678": "+66812345678"},
}
NO_PHONES = {
    "VN": [
        "",
        "abc",
        "12345",
        "090312345",
        "09031234567",
        "090312345a",
        "0903 123 456 789",
        "+84",
        "--",
        "1;DROP TABLE",
        "3822 1234",
    ],
    "CN": ["3722222", "1388731234", "138873123456", "95588", "0000", "12-34"],
}
SEVERAL = [
    "0903 123 456 / 0912 345 678",
    "0903123456, 0912345678",
    "0903123456 - 0912345678",
    "0903123456 hoặc 0912345678",
]
CODES = {
    "VN": {
        "0100109106": "0100109106",
        "01.00.10.91.06": "0100109106",
        "01 00 10 91 06": "0100109106",
        "MST: 0100109106": "0100109106",
        "MST0100109106": "0100109106",
        "(MST) 0100109106": "0100109106",
        "VN0100109106": "0100109106",
        "Mã số thuế/MSDN: 0100109106": "0100109106",
        "\u200b0100109106\u200b": "0100109106",
        "０１００１０９１０６": "0100109106",
        "0100109106-001": "0100109106-001",
        "0100109106 – 001": "0100109106-001",
        "0100109106001": "0100109106-001",
        "079085012345": "079085012345",
        "MST: 079 085 012 345": "079085012345",
    },
    "CN": {
        "91110000600037341L": "91110000600037341L",
        "91110000600037341l": "91110000600037341L",
        "9111 0000 6000 3734 1L": "91110000600037341L",
        "９１１１００００６０００３７３４１Ｌ": "91110000600037341L",
        "统一社会信用代码：91110000600037341L": "91110000600037341L",
        "税号 91110000-600037341-L\u200b": "91110000600037341L",
    },
    "TH": {"0-1055-36112-01-4": "0105536112014"},
    "LA": {"123456789-0-00": "123456789000"},
    "SG": {"200312345a": "200312345A", "UEN: 200312345A": "200312345A"},
    "ID": {"01.234.567.8-901.000": "012345678901000"},
}
NO_CODES = {
    "VN": [
        "",
        "123",
        "abc",
        "0100109107",
        "0100109106-000",
        "0100109106-01",
        "000085012345",
        "079985012345",
        "07908501234",
    ],
    "CN": ["", "91110000600037341M", "9111000060003734IL", "91110000600037341", "110000600037341"],
    "TH": ["0105536112015"],
    "LA": ["", "abc", "1", "1" * 21],
}
EMAILS = [
    *(
        "lan＠congty.vn",
        "ｌａｎ＠ｃｏｎｇｔｙ．ｖｎ",
        " lan@congty.vn. ",
        "lan@congty.vn,",
        "Lan Nguyễn <Lan@CongTy.VN>",
    ),
    *(
        "mailto:lan@congty.vn",
        "lan @ congty . vn",
        "lan@congty。vn",
        "\ufefflan@congty.vn\u00a0",
        "la\u200bn@congty.vn",
    ),
    *("Email: lan@congty.vn", "邮箱：lan@congty.vn", "<lan@congty.vn>", "lan@congty.vn;"),
]


@pytest.mark.parametrize(("typed", "quantity"), QUANTITIES.items())
def test_a_quantity_is_read_as_people_write_it(typed: str, quantity: int) -> None:
    assert parse_quantity(typed) == quantity


@pytest.mark.parametrize("typed", NO_QUANTITIES)
def test_what_is_no_whole_number_of_packs_is_refused(typed: str) -> None:
    with pytest.raises(QuantityNotANumber):
        parse_quantity(typed)


@given(st.integers(1, MAX_QUANTITY), st.sampled_from(["vi", "zh-hans", "en"]))
def test_a_quantity_is_read_as_the_page_writes_it(quantity: int, language: str) -> None:
    assert parse_quantity(formats.number(quantity, language=language)) == quantity


@given(st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    for read in (
        parse_quantity,
        lambda one: parse_phone(one, country="VN"),
        lambda one: parse_tax_code(one, country="CN"),
    ):
        try:
            read(text)
        except (QuantityNotANumber, PhoneNotValid, TaxCodeNotValid):
            continue
    email_address(text)
    read_amount(text, language="vi", currency="USD")


@pytest.mark.parametrize(
    ("typed", "vietnamese", "others"),
    [
        ("1.000", "1000", "1"),
        ("1,000", "1", "1000"),
        ("26.300", "26300", "26.3"),
        ("0.304", "0.304", "0.304"),
        ("0,304", "0.304", "0.304"),
        ("1,5", "1.5", "1.5"),
        ("1.5", "1.5", "1.5"),
        ("7.510,00", "7510", "7510"),
        ("7,510.00", "7510", "7510"),
        ("1.234.567", "1234567", "1234567"),
        ("1 000,5", "1000.5", "1000.5"),
        ("1'000.5", "1000.5", "1000.5"),
        ("１，５", "1.5", "1.5"),
        ("1,50 USD", "1.5", "1.5"),
        ("US$ 1.50", "1.5", "1.5"),
    ],
)
def test_an_amount_that_could_be_either_is_what_the_page_writes(typed: str, vietnamese: str, others: str) -> None:
    assert read_amount(typed, language="vi", currency="USD") == Decimal(vietnamese)
    for language in ("zh-hans", "en"):
        assert read_amount(typed, language=language, currency="USD") == Decimal(others)


@pytest.mark.parametrize(
    "typed", ["¥5", "5 元", "26.300 ₫", "5 EUR", "USD", "-1", "1e3", "1_0", "NaN", "1.00,00", "5.", ".5", "1 0"]
)
def test_another_currency_and_what_a_program_would_write_are_no_amount(typed: str) -> None:
    assert read_amount(typed, language="vi", currency="USD") is None


@given(
    st.decimals(min_value=0, max_value=10**12, places=5),
    st.sampled_from(["vi", "zh-hans", "en"]),
    st.sampled_from(sorted(EXPONENTS)),
)
def test_a_price_is_read_as_pages_and_fields_write_it(price: Decimal, language: str, currency: str) -> None:
    written = formats.unit_price(price, currency, language=language)
    for text in (written, f"{written} {currency}", f"{currency} {written}", plain(price, language=language)):
        assert read_amount(text, language=language, currency=currency) == price


@pytest.mark.parametrize(
    ("country", "typed", "kept"), [(c, t, k) for c, rows in PHONES.items() for t, k in rows.items()]
)
def test_a_phone_is_read_as_companies_write_it(country: str, typed: str, kept: str) -> None:
    assert str(parse_phone(typed, country=country)) == kept
    assert str(parse_phone(kept, country=country)) == kept
    assert str(parse_phone(formats.phone(kept, language="vi"), country=country)) == kept
    assert str(parse_phone(formats.phone(kept, language="zh-hans"), country=country)) == kept


@pytest.mark.parametrize(("country", "typed"), [(c, t) for c, rows in NO_PHONES.items() for t in rows])
def test_what_is_no_phone_is_refused(country: str, typed: str) -> None:
    with pytest.raises(PhoneNotValid) as refusal:
        parse_phone(typed, country=country)
    assert refusal.value.reason == "number"


@pytest.mark.parametrize("typed", SEVERAL)
def test_two_phones_in_one_field_are_named_as_that(typed: str) -> None:
    with pytest.raises(PhoneNotValid) as refusal:
        parse_phone(typed, country="VN")
    assert refusal.value.reason == "several"


@pytest.mark.parametrize(
    ("country", "typed", "kept"), [(c, t, k) for c, rows in CODES.items() for t, k in rows.items()]
)
def test_a_tax_code_comes_into_one_form(country: str, typed: str, kept: str) -> None:
    assert parse_tax_code(typed, country=country) == kept
    assert parse_tax_code(kept, country=country) == kept


@pytest.mark.parametrize(("country", "typed"), [(c, t) for c, rows in NO_CODES.items() for t in rows])
def test_what_is_no_tax_code_of_its_country_is_refused(country: str, typed: str) -> None:
    with pytest.raises(TaxCodeNotValid):
        parse_tax_code(typed, country=country)


@pytest.mark.parametrize("typed", EMAILS)
def test_an_email_comes_into_one_form(typed: str) -> None:
    assert email_address(typed) == "lan@congty.vn"
