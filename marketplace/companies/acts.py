"""What people do for their company as such."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import Role
from marketplace.companies.rights import Act, register

CHANGE_ROLES: Final = Act("member.roles.change", _("Give and take roles"), None, frozenset({Role.OWNER}))


def register_all() -> None:
    """Add them to the table of rights."""
    register(CHANGE_ROLES)
