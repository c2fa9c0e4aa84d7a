"""The orders in a CEB303Message that the schema has let through, and what the window finds wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from lxml import etree

from marketplace.clearance.simulator.documents import CEB, NotAccepted, load, text

# The numeric currency codes that the window knows (JGS-20), and how many units of measure there are.
CURRENCIES: Final = frozenset({"142", "502", "110", "116", "300", "303", "136", "132", "122", "112", "129"})
LAST_UNIT: Final = 164
_CENT: Final = Decimal("0.01")
_HALF_PERCENT: Final = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    unit: str
    currency: str
    quantity: Decimal
    price: Decimal
    total: Decimal

    @property
    def adds_up(self) -> bool:
        """Price times quantity is the total, but for the rounding of the price and the total."""
        slack = max(_CENT, _CENT * self.quantity, _HALF_PERCENT * self.total)
        return abs(self.price * self.quantity - self.total) <= slack


@dataclass(frozen=True, slots=True)
class Order:
    guid: str
    number: str
    platform: str
    exporter: str
    app_type: str
    app_status: str
    order_type: str
    currency: str
    goods_value: Decimal
    lines: tuple[Line, ...]

    @property
    def is_declared(self) -> bool:
        return self.app_status == "2"


@dataclass(frozen=True, slots=True)
class OrderMessage:
    guid: str
    dxp_id: str
    orders: tuple[Order, ...]


def read_message(data: bytes) -> OrderMessage:
    """Read and validate a business message.

    Raises:
        NotAccepted: not a CEB303Message by the schema file, or its time does not exist.
    """
    root = load(data, schema="CEB303Message", code="bad_message")
    for node in root.iterfind(f"{{{CEB}}}Order/{{{CEB}}}OrderHead/{{{CEB}}}appTime"):
        _check_time((node.text or "").strip())
    orders = tuple(_order(node) for node in root.iterchildren(f"{{{CEB}}}Order"))
    return OrderMessage(guid=root.get("guid", ""), dxp_id=text(root, "BaseTransfer/dxpId", CEB), orders=orders)


def _check_time(text: str) -> None:
    # Fourteen digits are a time by the schema file, 20231399999999 too.
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise NotAccepted(code="bad_message", info="appTime: there is no such time") from None


def _order(node: etree._Element) -> Order:
    head = node.find(f"{{{CEB}}}OrderHead")
    if head is None:  # the schema has it; this is for the type checker
        raise NotAccepted(code="bad_message", info="OrderHead is missing")
    return Order(
        guid=text(head, "guid", CEB),
        number=text(head, "orderNo", CEB),
        platform=text(head, "ebpCode", CEB),
        exporter=text(head, "ebcCode", CEB),
        app_type=text(head, "appType", CEB),
        app_status=text(head, "appStatus", CEB),
        order_type=text(head, "orderType", CEB),
        currency=text(head, "currency", CEB),
        goods_value=Decimal(text(head, "goodsValue", CEB)),
        lines=tuple(_line(line) for line in node.iterchildren(f"{{{CEB}}}OrderList")),
    )


def _line(node: etree._Element) -> Line:
    return Line(
        number=int(text(node, "gnum", CEB)),
        unit=text(node, "unit", CEB),
        currency=text(node, "currency", CEB),
        quantity=Decimal(text(node, "qty", CEB)),
        price=Decimal(text(node, "price", CEB)),
        total=Decimal(text(node, "totalPrice", CEB)),
    )


def fault(order: Order) -> str:
    """Return why customs would reject the order ("" when it would not), in the words of a receipt."""
    return next(_faults(order), "")


def _faults(order: Order) -> Iterator[str]:
    if order.order_type == "I":
        yield "-301008 参数校验不通过：订单类型不是出口"
    if order.currency not in CURRENCIES:
        yield "-301008 参数校验不通过：币制代码不存在"
    if [line.number for line in order.lines] != list(range(1, len(order.lines) + 1)):
        yield "-301008 参数校验不通过：商品序号不连续"
    yield from _line_faults(order)
    if sum((line.total for line in order.lines), Decimal(0)) != order.goods_value:
        yield "-301008 参数校验不通过：商品金额与各项总价之和不符"


def _line_faults(order: Order) -> Iterator[str]:
    for line in order.lines:
        if line.currency != order.currency:
            yield f"-301008 参数校验不通过：第{line.number}项币制与订单不符"
        if not 1 <= int(line.unit) <= LAST_UNIT:
            yield f"-301008 参数校验不通过：第{line.number}项计量单位代码不存在"
        if not line.adds_up:
            yield f"-301008 参数校验不通过：第{line.number}项单价与数量之积不等于总价"
