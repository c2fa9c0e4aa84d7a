"""The table of acts and roles: what cannot be in it is refused when the site starts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.companies import rights
from marketplace.companies.capacities import EVERY_ROLE, ROLES_OF, CompanyKind
from marketplace.companies.models import Role
from marketplace.companies.rights import Act


class TestRegistry:
    """What cannot be is refused when the site starts."""

    def act(self, code: str = "a.test", roles: frozenset[Role] = EVERY_ROLE, kind: CompanyKind | None = None) -> Act:
        return Act(code, "x", kind, roles)  # type: ignore[arg-type]

    def test_two_rooms_cannot_own_one_act(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="twice"):
            rights.register(self.act(code="order.place"))

    def test_an_owner_is_never_left_out(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="owner"):
            rights.register(self.act(roles=frozenset({Role.SALES})))

    def test_a_role_of_another_capacity_is_refused(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="role"):
            rights.register(self.act(roles=frozenset({Role.OWNER, Role.SALES}), kind=CompanyKind.BUYER))

    def test_every_role_belongs_to_one_capacity_and_the_owner_to_all(self) -> None:
        for role in Role:
            kinds = [kind for kind, roles in ROLES_OF.items() if role in roles]
            assert len(kinds) == (len(CompanyKind) if role == Role.OWNER else 1), role
