"""From our order to the customs message: one table of which of our facts goes into which field."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from marketplace.clearance.messages import ceb303, dxp
from marketplace.clearance.models import HandOff
from marketplace.kernel.languages import OF_CUSTOMS, texts_of
from marketplace.kernel.money import to_major
from marketplace.orders.models import OrderLine, ProducerOrder


def build_message(part: ProducerOrder, *, guid: str, app_type: str, at: datetime) -> str:
    """Write the CEB303 message of one producer order (orderType B, orderNo its number, value FOB, no freight).

    Args:
        part: with ``producer`` loaded; its frozen lines are read.
        guid: 36 characters, upper case.
        app_type: whether it adds, changes or withdraws the order (appType).
        at: the message's appTime, aware UTC.
    Returns:
        UTF-8 XML as text.
    Raises:
        MessageInvalid: a fact of ours breaks the field list.
    """
    lines = tuple(_line(line) for line in part.lines.order_by("position"))
    platform = ceb303.Party(code=settings.CLEARANCE_PLATFORM_CODE, name=settings.CLEARANCE_PLATFORM_NAME)
    return ceb303.build(
        ceb303.OrderMessage(
            guid=UUID(guid),
            app_type=ceb303.AppType(app_type),
            app_time=at,
            order_number=part.number,
            platform=platform,
            exporter=ceb303.Party(
                code=part.producer.customs_code, name=texts_of(part.producer, "name").get(OF_CUSTOMS, "")
            ),
            goods_value=sum((line.total_price for line in lines), Decimal(0)),
            currency=part.currency,
            lines=lines,
            transfer=ceb303.Transfer(cop_code=platform.code, cop_name=platform.name, dxp_id=settings.CLEARANCE_DXP_ID),
        )
    ).decode()


def envelope_of(hand_off: HandOff) -> bytes:
    """Put the stored message into its envelope. The same hand-off gives the same bytes, however often it is sent."""
    return dxp.build(
        dxp.DxpMessage(
            cop_msg_id=hand_off.guid,
            sender_id=settings.CLEARANCE_DXP_ID,
            receiver_ids=(settings.CLEARANCE_RECEIVER_ID,),
            created_at=hand_off.built_at,
            msg_type=ceb303.MESSAGE_TYPE,
            data=hand_off.message.encode(),
        )
    )


def _line(line: OrderLine) -> ceb303.OrderLine:
    return ceb303.OrderLine(
        item_number=line.sku,
        item_name=line.name_in(OF_CUSTOMS),
        description=line.pack_name_in(OF_CUSTOMS),
        unit_code=line.unit_code,
        currency=line.currency,
        quantity=line.units,
        unit_price=line.unit_price,
        total_price=to_major(line.total_minor, line.currency),
    )
