"""What people do for their company with orders."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import ROLES_OF, CompanyKind, Role
from marketplace.companies.rights import Act, register

_BUYERS: Final = frozenset(ROLES_OF[CompanyKind.BUYER])
_PRODUCERS: Final = frozenset(ROLES_OF[CompanyKind.PRODUCER])
_BUYING: Final = frozenset({Role.OWNER, Role.PURCHASER})
# Who answers commits the producer to price, quantity and date.
_SELLING: Final = frozenset({Role.OWNER, Role.SALES})

READ_ORDERS: Final = Act("order.read", _("See the company’s orders and how they are paid"), CompanyKind.BUYER, _BUYERS)
PLACE_ORDER: Final = Act("order.place", _("Place orders"), CompanyKind.BUYER, _BUYING)
CANCEL_ORDER: Final = Act("order.cancel", _("Cancel what is not confirmed"), CompanyKind.BUYER, _BUYING)
READ_PARTS: Final = Act(
    "producer_order.read", _("See the orders that buyers placed"), CompanyKind.PRODUCER, _PRODUCERS
)
# Operators enter what a producer told them who cannot sign in.
_ENTERED: Final = "orders.change_producerorder"
CONFIRM: Final = Act("producer_order.confirm", _("Confirm orders"), CompanyKind.PRODUCER, _SELLING, _ENTERED)
DECLINE: Final = Act("producer_order.decline", _("Decline orders"), CompanyKind.PRODUCER, _SELLING, _ENTERED)


def register_all() -> None:
    """Add them to the table of rights."""
    register(READ_ORDERS, PLACE_ORDER, CANCEL_ORDER, READ_PARTS, CONFIRM, DECLINE)
