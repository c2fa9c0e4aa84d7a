"""What people do for their company as such."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import EVERY_ROLE, Role
from marketplace.companies.rights import Act, register

READ_MEMBERS: Final = Act("member.read", _("See the company’s people and their roles"), None, EVERY_ROLE)
CHANGE_ROLES: Final = Act("member.roles.change", _("Give and take roles"), None, frozenset({Role.OWNER}))


CORRECT_COMPANY: Final = Act(
    "company.correct", _("Correct what the operators gave back"), None, frozenset({Role.OWNER})
)


def register_all() -> None:
    """Add them to the table of rights."""
    register(READ_MEMBERS, CHANGE_ROLES, CORRECT_COMPANY)
