"""CEB303Message, the export order (出口电子订单), edition 2022-05, as a B2B order (mode 9710)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from lxml import etree

from marketplace.clearance.messages.errors import MessageInvalid
from marketplace.clearance.messages.fields import (
    Field,
    application_time,
    currency_code,
    decimal_text,
    positive_decimal_text,
)
from marketplace.clearance.messages.hardened import MAX_MESSAGE_BYTES

MESSAGE_TYPE: Final = "CEB303Message"
NAMESPACE: Final = "http://www.chinaport.gov.cn/ceb"
MAX_LINES: Final = 100


class AppType(StrEnum):
    """appType: what the message does with the order in the books of customs."""

    NEW = "1"
    CHANGE = "2"
    DELETE = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A registered firm: its customs or social-credit code, and its name in the register (Chinese)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Who hands the message over (BaseTransfer); ``dxp_id`` is the sender of the envelope too."""

    cop_code: str
    cop_name: str
    dxp_id: str
    note: str = ""

    @property
    def dxp_mode(self) -> str:
        return "DXP"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One good. ``quantity`` is in ``unit_code`` (customs code, "035" is kilograms), prices in ``currency`` (ISO)."""

    item_number: str
    item_name: str
    unit_code: str
    currency: str
    quantity: Decimal
    unit_price: Decimal
    total_price: Decimal
    description: str = ""
    barcode: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMessage:
    """One order of one exporter. ``goods_value``: FOB without ``freight``, both in ``currency`` (ISO 4217)."""

    guid: UUID
    app_time: datetime
    order_number: str
    platform: Party
    exporter: Party
    goods_value: Decimal
    currency: str
    lines: tuple[OrderLine, ...]
    transfer: Transfer
    freight: Decimal = Decimal(0)
    app_type: AppType = AppType.NEW
    note: str = ""

    @property
    def app_status(self) -> str:
        return "2"  # declared; 1 would only be kept at the port

    @property
    def order_type(self) -> str:
        return "B"

    @property
    def guid_text(self) -> str:
        return str(self.guid).upper()


# One row an element, in the order of the field list; the schema knows no other order.
HEAD: Final[tuple[Field, ...]] = (
    Field("guid_text", "guid", "C36"),
    Field("app_type", "appType", "C1"),
    Field("app_time", "appTime", "C14", encode=application_time),
    Field("app_status", "appStatus", "C1"),
    Field("order_type", "orderType", "C1"),
    Field("order_number", "orderNo", "C..60"),
    Field("platform.code", "ebpCode", "C..18"),
    Field("platform.name", "ebpName", "C..100"),
    Field("exporter.code", "ebcCode", "C..18"),
    Field("exporter.name", "ebcName", "C..100"),
    Field("goods_value", "goodsValue", "N19,5", encode=decimal_text),
    Field("freight", "freight", "N19,5", encode=decimal_text),
    Field("currency", "currency", "C3", encode=currency_code),
    Field("note", "note", "C..1000", required=False),
)
LINE: Final[tuple[Field, ...]] = (
    Field("item_number", "itemNo", "C..30"),
    Field("item_name", "itemName", "C..250"),
    Field("description", "itemDescribe", "C..1000", required=False),
    Field("barcode", "barCode", "C..50", required=False),
    Field("unit_code", "unit", "C3"),
    Field("currency", "currency", "C3", encode=currency_code),
    Field("quantity", "qty", "N19,5", encode=positive_decimal_text),
    Field("unit_price", "price", "N19,5", encode=decimal_text),
    Field("total_price", "totalPrice", "N19,5", encode=decimal_text),
    Field("note", "note", "C..1000", required=False),
)
TRANSFER: Final[tuple[Field, ...]] = (
    Field("cop_code", "copCode", "C..18"),
    Field("cop_name", "copName", "C..100"),
    Field("dxp_mode", "dxpMode", "C3"),
    Field("dxp_id", "dxpId", "C..30"),
    Field("note", "note", "C..1000", required=False),
)


def build(order: OrderMessage) -> bytes:
    """Write one order as a CEB303Message.

    Args:
        order: lines are numbered 1, 2, 3 … by their position (gnum).

    Returns:
        UTF-8 XML, at most 1,000,000 bytes. Blank optional fields are left out; nothing is cut or rounded.

    Raises:
        MessageInvalid: a value breaks the field list; nothing is built.
    Source: field list of the unified cross-border messages, edition 2022-05.
    """
    _check_line_count(order.lines)
    root = etree.Element(
        f"{{{NAMESPACE}}}{MESSAGE_TYPE}", {"guid": order.guid_text, "version": "1.0"}, nsmap={"ceb": NAMESPACE}
    )
    node = _child(root, "Order")
    _write(_child(node, "OrderHead"), order, HEAD)
    for number, line in enumerate(order.lines, start=1):
        _write_line(_child(node, "OrderList"), line, number)
    # Once, after all orders: the published samples repeat it in each and fail the published schema.
    _write(_child(root, "BaseTransfer"), order.transfer, TRANSFER, path="transfer.")
    return _serialised(root)


def _check_line_count(lines: Sequence[OrderLine]) -> None:
    if not lines:
        raise MessageInvalid(field="lines", element="OrderList", reason="required")
    if len(lines) > MAX_LINES:
        raise MessageInvalid(field="lines", element="OrderList", reason="too_many")


def _write_line(parent: etree._Element, line: OrderLine, number: int) -> None:
    _child(parent, "gnum").text = str(number)
    _write(parent, line, LINE, path=f"lines[{number - 1}].")


def _write(parent: etree._Element, source: object, fields: Sequence[Field], *, path: str = "") -> None:
    for field in fields:
        field.write(parent, source, namespace=NAMESPACE, path=path)


def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _serialised(root: etree._Element) -> bytes:
    message = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if len(message) > MAX_MESSAGE_BYTES:
        raise MessageInvalid(field="lines", element="OrderList", reason="message_too_large")
    return message
