"""Hand-offs and receipts."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.states import HandOffStatus
from marketplace.kernel.ids import message_guid
from tests.factories.orders import PLACED_AT, ProducerOrderFactory


class HandOffFactory(DjangoModelFactory[HandOff]):
    """Queued; traits: sent, rejected, accepted."""

    class Meta:
        model = HandOff

    producer_order = factory.SubFactory(ProducerOrderFactory, confirmed=True)
    guid = factory.LazyFunction(message_guid)
    order_number = factory.SelfAttribute("producer_order.number")
    platform_code = "5325DEM000"
    reference = factory.LazyAttribute(lambda made: f"{made.order_number}/{made.position}")
    position = 1
    message = "<ceb:CEB303Message/>"
    created_at = PLACED_AT
    built_at = PLACED_AT

    class Params:
        sent = factory.Trait(status=HandOffStatus.SENT, sent_at=PLACED_AT)
        accepted = factory.Trait(
            status=HandOffStatus.ACCEPTED, sent_at=PLACED_AT, settled_at=PLACED_AT, return_status=120
        )
        rejected = factory.Trait(
            status=HandOffStatus.REJECTED, sent_at=PLACED_AT, settled_at=PLACED_AT, reason="-301008 参数校验不通过"
        )


class ReceiptFactory(DjangoModelFactory[Receipt]):
    class Meta:
        model = Receipt

    hand_off = factory.SubFactory(HandOffFactory, sent=True)
    guid = factory.LazyFunction(message_guid)
    order_guid = factory.SelfAttribute("hand_off.guid")
    order_number = factory.SelfAttribute("hand_off.order_number")
    return_status = 2
    return_info = "电子口岸申报中"
    returned_at = PLACED_AT
    received_at = PLACED_AT
