"""Writes to baskets and orders."""

from marketplace.orders.services.answer import Told, confirm_producer_order, decline_producer_order
from marketplace.orders.services.basket import (
    add_to_basket,
    merge_baskets,
    new_token,
    put_line,
    remove_line,
    set_quantity,
)
from marketplace.orders.services.cancel import cancel_order
from marketplace.orders.services.place import ensure_may_order, place_order
from marketplace.orders.services.telling import (
    look_after_waiting_parts,
    tell_buyer_of_answer,
    tell_buyer_of_order,
    tell_producer_of_cancellation,
    tell_producer_of_part,
    tell_that_part_is_overdue,
)
from marketplace.orders.services.verification import (
    cancel_awaiting_order,
    place_awaiting_order,
    settle_awaiting_orders,
)

__all__ = [
    "Told",
    "add_to_basket",
    "cancel_awaiting_order",
    "cancel_order",
    "confirm_producer_order",
    "decline_producer_order",
    "ensure_may_order",
    "look_after_waiting_parts",
    "merge_baskets",
    "new_token",
    "place_awaiting_order",
    "place_order",
    "put_line",
    "remove_line",
    "set_quantity",
    "settle_awaiting_orders",
    "tell_buyer_of_answer",
    "tell_buyer_of_order",
    "tell_producer_of_cancellation",
    "tell_producer_of_part",
    "tell_that_part_is_overdue",
]
