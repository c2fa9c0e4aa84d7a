"""The order message as it is written."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from marketplace.clearance.messages import ceb303
from marketplace.clearance.messages.errors import MessageInvalid
from tests.factories.customs_messages import EXPORTER, TRANSFER, order_line, order_message

CEB = "{http://www.chinaport.gov.cn/ceb}"


def written(order: ceb303.OrderMessage) -> etree._Element:
    return etree.fromstring(ceb303.build(order))


def value(root: etree._Element, name: str) -> str | None:
    return root.findtext(f".//{CEB}{name}")


def is_xml(text: str) -> bool:
    try:
        etree.Element("a").text = text
    except ValueError:
        return False
    return True


def refusal(**changes: Any) -> MessageInvalid:
    with pytest.raises(MessageInvalid) as caught:
        ceb303.build(order_message(**changes))
    return caught.value


def line_refusal(**changes: Any) -> MessageInvalid:
    return refusal(lines=(order_line(), order_line(**changes)), goods_value=Decimal("60.8"))


def test_the_guid_is_upper_case_and_stands_on_the_root_and_in_the_head() -> None:
    guid = UUID("4cde1cfd-eded-46b1-946c-b8022e42fc94")
    root = written(order_message(guid=guid))
    assert root.get("guid") == value(root, "guid") == "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"
    assert root.get("version") == "1.0"


def test_the_order_is_a_declared_business_order() -> None:
    root = written(order_message(order_number="HH-7-2"))
    found = {name: value(root, name) for name in ("orderType", "appType", "appStatus", "orderNo", "dxpMode", "dxpId")}
    assert found == {
        "orderType": "B",
        "appType": "1",
        "appStatus": "2",
        "orderNo": "HH-7-2",
        "dxpMode": "DXP",
        "dxpId": TRANSFER.dxp_id,
    }


def test_the_time_is_written_as_the_clock_in_beijing_shows_it() -> None:
    assert value(written(order_message(app_time=datetime(2026, 12, 31, 20, 5, 9, tzinfo=UTC))), "appTime") == (
        "20270101040509"
    )


def test_a_price_of_a_third_of_a_dollar_keeps_its_places() -> None:
    line = order_line(unit_price=Decimal("0.30400"), total_price=Decimal("30.40"))
    root = written(order_message(lines=(line,)))
    assert (value(root, "price"), value(root, "totalPrice"), value(root, "goodsValue")) == ("0.304", "30.4", "30.4")


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ("1E+3", "1000"),
        ("1E-5", "0.00001"),
        ("1000000000000", "1000000000000"),
        ("99999999999999.99999", "99999999999999.99999"),
        ("7.10", "7.1"),
        ("1200", "1200"),
    ],
)
def test_a_number_is_written_without_exponent_and_idle_zeros(quantity: str, text: str) -> None:
    assert value(written(order_message(lines=(order_line(quantity=Decimal(quantity)),))), "qty") == text


@given(st.decimals(min_value=0, max_value=Decimal("99999999999999.99999"), places=5))
def test_every_number_of_the_type_comes_back_as_it_was(number: Decimal) -> None:
    text = value(written(order_message(goods_value=number)), "goodsValue")
    assert text is not None
    assert Decimal(text) == number
    assert len(text.replace(".", "")) <= 19
    assert "E" not in text.upper()


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        ("100000000000000", "too_large"),
        ("1E+999999999999999", "too_large"),
        ("0.000001", "too_precise"),
        ("1.234567", "too_precise"),
        ("1E-999999999999999", "too_precise"),
        ("-1", "negative"),
        ("0", "not_positive"),
        ("-0", "not_positive"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
    ],
)
def test_a_quantity_that_does_not_fit_is_refused_and_named(quantity: str, reason: str) -> None:
    error = line_refusal(quantity=Decimal(quantity))
    assert (error.field, error.element, error.reason) == ("lines[1].quantity", "qty", reason)


def test_the_total_of_a_million_million_pieces_overflows_and_is_refused() -> None:
    quantity = Decimal(10**12)
    error = line_refusal(quantity=quantity, total_price=quantity * 304)
    assert (error.field, error.reason) == ("lines[1].total_price", "too_large")


def test_a_float_is_no_number_here() -> None:
    assert line_refusal(unit_price=0.304).reason == "not_a_number"


def test_the_lines_are_numbered_from_one_in_their_order() -> None:
    lines = tuple(order_line(item_number=f"SKU-{number}") for number in range(1, 101))
    root = written(order_message(lines=lines))
    found = [(node.findtext(f"{CEB}gnum"), node.findtext(f"{CEB}itemNo")) for node in root.iter(f"{CEB}OrderList")]
    assert found == [(str(number), f"SKU-{number}") for number in range(1, 101)]


@pytest.mark.parametrize(("count", "reason"), [(0, "required"), (101, "too_many")])
def test_an_order_has_one_to_a_hundred_lines(count: int, reason: str) -> None:
    error = refusal(lines=(order_line(),) * count)
    assert (error.field, error.reason) == ("lines", reason)


@pytest.mark.parametrize(
    ("field", "element", "limit"),
    [
        ("item_number", "itemNo", 30),
        ("item_name", "itemName", 250),
        ("description", "itemDescribe", 1000),
        ("barcode", "barCode", 50),
        ("note", "note", 1000),
    ],
)
def test_a_text_of_a_line_may_be_as_long_as_the_list_says_and_no_longer(field: str, element: str, limit: int) -> None:
    # 𠮷 is one character of four bytes: it is characters that are counted.
    longest = "𠮷" + "榴" * (limit - 1)
    assert value(written(order_message(lines=(order_line(**{field: longest}),))), element) == longest
    error = line_refusal(**{field: longest + "榴"})
    assert (error.field, error.element, error.reason) == (f"lines[1].{field}", element, "too_long")


def test_a_name_of_a_hundred_characters_is_the_longest_of_a_firm() -> None:
    name = "蒙" * 100
    assert value(written(order_message(exporter=dataclasses.replace(EXPORTER, name=name))), "ebcName") == name
    error = refusal(exporter=dataclasses.replace(EXPORTER, name=name + "自"))
    assert (error.field, error.element, error.reason) == ("exporter.name", "ebcName", "too_long")


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"order_number": " "}, "order_number", "required"),
        ({"order_number": "H" * 61}, "order_number", "too_long"),
        ({"exporter": ceb303.Party(code="", name="x")}, "exporter.code", "required"),
        ({"platform": ceb303.Party(code="5" * 19, name="x")}, "platform.code", "too_long"),
        ({"currency": "VND"}, "currency", "unknown_currency"),
        ({"currency": "usd"}, "currency", "unknown_currency"),
        ({"freight": Decimal(-1)}, "freight", "negative"),
        ({"transfer": dataclasses.replace(TRANSFER, dxp_id="")}, "transfer.dxp_id", "required"),
        ({"app_time": datetime(2026, 1, 1)}, "app_time", "naive_time"),  # noqa: DTZ001 - that is the fault
    ],
)
def test_a_fault_in_the_head_is_named(changes: dict[str, Any], field: str, reason: str) -> None:
    error = refusal(**changes)
    assert (error.field, error.reason, error.code) == (field, reason, "message_invalid")


def test_a_unit_code_has_three_characters() -> None:
    assert line_refusal(unit_code="35").reason == "wrong_length"
    assert line_refusal(unit_code="0035").reason == "wrong_length"


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_has_no_place_for_is_refused(character: str) -> None:
    error = line_refusal(item_name=f"石{character}榴")
    assert (error.field, error.reason) == ("lines[1].item_name", "illegal_character")


@given(st.text(max_size=300))
def test_any_name_is_either_written_unchanged_or_refused(name: str) -> None:
    order = order_message(lines=(order_line(item_name=name),))
    with suppress(MessageInvalid):
        assert value(written(order), "itemName") == name
        return
    # Refused: then one of the three reasons holds.
    assert not name.strip() or len(name) > 250 or not is_xml(name)


def test_markup_in_a_name_is_text() -> None:
    name = "<b>&amp;石榴</b>]]>"
    assert value(written(order_message(lines=(order_line(item_name=name),))), "itemName") == name


def test_what_is_blank_and_optional_is_left_out() -> None:
    root = written(order_message(lines=(order_line(description=" ", barcode="", note=""),)))
    assert [value(root, name) for name in ("itemDescribe", "barCode", "note")] == [None, None, None]


def test_an_order_that_outgrows_a_message_is_refused() -> None:
    fat = order_line(item_name="&" * 250, description="&" * 1000, note="&" * 1000)
    error = refusal(lines=(fat,) * 100)
    assert (error.field, error.reason) == ("lines", "message_too_large")


def test_the_transfer_stands_once_behind_the_order() -> None:
    root = written(order_message())
    assert [etree.QName(child).localname for child in root] == ["Order", "BaseTransfer"]
    assert len(list(root.iter(f"{CEB}BaseTransfer"))) == 1
