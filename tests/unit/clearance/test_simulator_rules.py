"""What the window finds wrong with an order that its schema has let through."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from marketplace.clearance.messages import ceb303
from marketplace.clearance.simulator import clock, orders
from tests.factories.customs_messages import order_line, order_message


def fault(order: ceb303.OrderMessage) -> str:
    return orders.fault(orders.read_message(ceb303.build(order)).orders[0])


@pytest.mark.parametrize(
    ("price", "quantity", "total"),
    [
        ("0.304", "100", "30.4"),
        ("0.304", "7", "2.13"),  # 2.128 rounded to cents
        ("0.33333", "3", "1"),
        ("0", "5", "0"),
        ("99999999.99999", "1000", "99999999999.99"),
    ],
)
def test_a_total_that_was_rounded_is_in_order(price: str, quantity: str, total: str) -> None:
    line = order_line(unit_price=Decimal(price), quantity=Decimal(quantity), total_price=Decimal(total))
    assert fault(order_message(lines=(line,))) == ""


@pytest.mark.parametrize("total", ["31.5", "29.3", "304", "0"])
def test_a_total_that_is_not_price_times_quantity_is_a_fault(total: str) -> None:
    line = order_line(quantity=Decimal(100), unit_price=Decimal("0.304"), total_price=Decimal(total))
    # One cent a piece is allowed for the rounding of the price: 30.4 may be 29.4 to 31.4.
    assert "第1项单价与数量之积不等于总价" in fault(order_message(lines=(line,)))


def test_a_value_that_is_not_the_sum_of_the_lines_is_a_fault() -> None:
    assert "商品金额与各项总价之和不符" in fault(order_message(goods_value=Decimal("30.41")))


def test_a_line_in_another_currency_is_a_fault() -> None:
    lines = (order_line(), order_line(currency="CNY"))
    assert "第2项币制与订单不符" in fault(order_message(lines=lines))


@pytest.mark.parametrize("unit", ["000", "165", "999"])
def test_a_unit_that_does_not_exist_is_a_fault(unit: str) -> None:
    assert "第1项计量单位代码不存在" in fault(order_message(lines=(order_line(unit_code=unit),)))


def read_order() -> orders.Order:
    return orders.read_message(ceb303.build(order_message())).orders[0]


def test_an_unknown_currency_an_import_and_a_gap_in_the_numbers_are_faults() -> None:
    order = read_order()
    assert "币制代码不存在" in orders.fault(dataclasses.replace(order, currency="999"))
    assert "订单类型不是出口" in orders.fault(dataclasses.replace(order, order_type="I"))
    gap = (dataclasses.replace(order.lines[0], number=2),)
    assert "商品序号不连续" in orders.fault(dataclasses.replace(order, lines=gap))


def test_the_window_writes_its_instants_in_beijing_time() -> None:
    assert clock.digits_17(1_794_277_800_007) == "20261110103000007"
    assert clock.wall_clock(1_794_277_800_999) == "2026-11-10T10:30:00"
