"""What people do for their company with prices."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import CompanyKind, Role
from marketplace.companies.rights import Act, register

CHANGE_PRICES: Final = Act(
    "price.change",
    _("Change prices"),
    CompanyKind.PRODUCER,
    frozenset({Role.OWNER, Role.SALES}),
    permission="catalog.change_good",
)


def register_all() -> None:
    """Add them to the table of rights."""
    register(CHANGE_PRICES)
