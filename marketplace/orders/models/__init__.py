"""Baskets, orders, and one producer's part of an order."""

from marketplace.orders.models.baskets import Basket, BasketLine, BasketOwner
from marketplace.orders.models.orders import (
    Order,
    OrderLine,
    OrderQuerySet,
    ProducerOrder,
    ProducerOrderQuerySet,
)

__all__ = [
    "Basket",
    "BasketLine",
    "BasketOwner",
    "Order",
    "OrderLine",
    "OrderQuerySet",
    "ProducerOrder",
    "ProducerOrderQuerySet",
]
