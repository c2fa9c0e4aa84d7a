"""What people do for their company with goods."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import ROLES_OF, CompanyKind, Role
from marketplace.companies.rights import Act, register

_ALL: Final = frozenset(ROLES_OF[CompanyKind.PRODUCER])
_SELLING: Final = frozenset({Role.OWNER, Role.SALES})
# An operator who keeps goods does these too, on her own side of the house.
_OPERATOR: Final = "catalog.change_good"

READ_GOODS: Final = Act("good.read", _("See the company’s goods with stock and prices"), CompanyKind.PRODUCER, _ALL)
EDIT_GOOD: Final = Act("good.edit", _("Enter and change goods"), CompanyKind.PRODUCER, _SELLING, _OPERATOR)
CHANGE_STOCK: Final = Act("pack.stock", _("Say what is in stock"), CompanyKind.PRODUCER, _ALL, _OPERATOR)
SUBMIT_GOOD: Final = Act("good.submit", _("Submit goods for review"), CompanyKind.PRODUCER, _SELLING, _OPERATOR)
WITHDRAW_GOOD: Final = Act("good.withdraw", _("Take goods off the market"), CompanyKind.PRODUCER, _SELLING, _OPERATOR)


def register_all() -> None:
    """Add them to the table of rights."""
    register(READ_GOODS, EDIT_GOOD, CHANGE_STOCK, SUBMIT_GOOD, WITHDRAW_GOOD)
