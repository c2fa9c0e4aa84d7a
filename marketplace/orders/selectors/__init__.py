"""Reads of baskets and orders."""

from marketplace.orders.selectors.basket import (
    BasketGroup,
    BasketItem,
    BasketSummary,
    basket_line_count,
    basket_summary,
)
from marketplace.orders.selectors.orders import (
    order_of_anybody,
    order_of_buyer,
    orders_of_buyer,
    producer_order_of,
    producer_order_of_anybody,
    producer_orders_of,
    waiting_count,
    whole_order,
    whole_part,
)

__all__ = [
    "BasketGroup",
    "BasketItem",
    "BasketSummary",
    "basket_line_count",
    "basket_summary",
    "order_of_anybody",
    "order_of_buyer",
    "orders_of_buyer",
    "producer_order_of",
    "producer_order_of_anybody",
    "producer_orders_of",
    "waiting_count",
    "whole_order",
    "whole_part",
]
