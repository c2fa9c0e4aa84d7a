"""The tabs of the producers' portal that lead to its own pages. Other rooms add theirs themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.companies.models import Membership
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus
from marketplace.web.menus import Entry, Menu, add


def _waiting_orders(membership: Membership) -> int:
    parts = ProducerOrder.objects.of_producer(membership.company)
    return parts.filter(status=ProducerOrderStatus.PLACED).count()


def register_all() -> None:
    """Add them to the menu of producers."""
    add(
        Menu.PRODUCER,
        Entry(
            key="orders",
            label=_("Orders"),
            page="producer_portal:order-list",
            icon="clipboard-list",
            position=100,
            count=_waiting_orders,
        ),
        Entry(key="goods", label=_("Goods"), page="producer_portal:good-list", icon="boxes", position=200),
        Entry(key="account", label=_("My account"), page="account_home", icon="user", position=900),
    )
