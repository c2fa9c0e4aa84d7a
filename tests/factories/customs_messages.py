"""Customs messages that are right in every point; a test changes the one it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from marketplace.clearance.messages import ceb303, dxp

SENDER: Final = "DXPDEMO000000000"
MADE_AT: Final = datetime(2026, 11, 10, 2, 30, tzinfo=UTC)
PLATFORM: Final = ceb303.Party(code="5325DEM000", name="演示平台（DEMO，非真实企业）")
EXPORTER: Final = ceb303.Party(code="5325DEM001", name="蒙自果园合作社（DEMO，非真实企业）")
TRANSFER: Final = ceb303.Transfer(cop_code="5325DEM000", cop_name=PLATFORM.name, dxp_id=SENDER)


def order_line(**changes: Any) -> ceb303.OrderLine:
    """One hundred kilograms of pomegranates at 0.304 dollars."""
    values: dict[str, Any] = {
        "item_number": "HH-MZ-001-C10",
        "item_name": "蒙自甜石榴",
        "unit_code": "035",
        "currency": "USD",
        "quantity": Decimal(100),
        "unit_price": Decimal("0.304"),
        "total_price": Decimal("30.4"),
    }
    return ceb303.OrderLine(**values | changes)


def order_message(**changes: Any) -> ceb303.OrderMessage:
    """An order of one line, with a guid and a number of its own; its value follows its lines."""
    guid: UUID = changes.get("guid") or uuid4()
    lines: tuple[ceb303.OrderLine, ...] = changes.get("lines", (order_line(),))
    values: dict[str, Any] = {
        "guid": guid,
        "app_time": MADE_AT,
        "order_number": f"HH-{guid.hex[:12].upper()}-1",
        "platform": PLATFORM,
        "exporter": EXPORTER,
        "goods_value": sum((line.total_price for line in lines), Decimal(0)),
        "currency": "USD",
        "lines": lines,
        "transfer": TRANSFER,
    }
    return ceb303.OrderMessage(**values | changes)


def envelope_of(data: bytes, **changes: Any) -> bytes:
    """Any business message in an envelope."""
    values: dict[str, Any] = {
        "cop_msg_id": str(uuid4()).upper(),
        "sender_id": SENDER,
        "receiver_ids": ("DXPSIMULATOR0000",),
        "created_at": MADE_AT,
        "msg_type": ceb303.MESSAGE_TYPE,
        "data": data,
    }
    return dxp.build(dxp.DxpMessage(**values | changes))


def order_envelope(order: ceb303.OrderMessage) -> bytes:
    """An order as it goes over the wire."""
    return envelope_of(ceb303.build(order), cop_msg_id=order.guid_text)


def receipt_xml(**changes: str) -> bytes:
    """A CEB304Message with one receipt; a value of "-" leaves the element out."""
    values = {
        "guid": "4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
        "ebpCode": "5325DEM000",
        "ebcCode": "5325DEM001",
        "orderNo": "HH-1-1",
        "returnStatus": "120",
        "returnTime": "20261110103000123",
        "returnInfo": "海关入库",
    } | changes
    children = "".join(f"<ceb:{name}>{text}</ceb:{name}>" for name, text in values.items() if text != "-")
    return receipt_root(f"<ceb:OrderReturn>{children}</ceb:OrderReturn>")


def refusal_xml(**changes: str) -> bytes:
    """A CEB900Message with one return; a value of "-" leaves the element out."""
    values = {
        "guid": "0F2B1B5E-6F2C-4E62-9D4E-0A9A5E1B7C10",
        "returnStatus": "-621029",
        "returnTime": "20261110103000123",
        "returnInfo": "验签失败",
        "oriCopMsgId": "4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
        "oriMessageType": "CEB303Message",
        "oriBizMessage": "<![CDATA[<ceb:CEB303Message/>]]>",
    } | changes
    children = "".join(f"<ceb:{name}>{text}</ceb:{name}>" for name, text in values.items() if text != "-")
    message = receipt_root(f"<ceb:MessageReturn>{children}</ceb:MessageReturn>")
    return message.replace(b"CEB304Message", b"CEB900Message")


def receipt_root(inner: str, *, guid: str = "9B1D6F0A-52B4-4D3B-8A57-1C2A0F6A7E11", version: str = "1.0") -> bytes:
    """The root of a CEB304Message around anything."""
    namespace = "http://www.chinaport.gov.cn/ceb"
    root = f'<ceb:CEB304Message xmlns:ceb="{namespace}" guid="{guid}" version="{version}">'
    return f"{root}{inner}</ceb:CEB304Message>".encode()
