"""Who may do what: the one table of acts and roles, read by services, edges and API alike.

A room that owns acts declares them in its ``acts.py`` and registers them in ``AppConfig.ready``; the table is drawn in
``docs/roles.md`` and on the page of roles. Operators are no members: what they may do too is a permission of Django's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured

from marketplace.companies.capacities import EVERY_ROLE, ROLES_OF, CompanyKind, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Act:
    """Something that people of a company may do for it, or may not.

    ``code``: dotted, in refusals of the API and the audit trail; never renamed. ``label``: what it is, lazily
    translated. ``capacity``: of the companies that it can be done for; None: of every one. ``roles``: who may; the
    owner always does. ``permission``: with it (``app.codename``) an operator may do it too; empty: none may.
    """

    code: str
    label: _StrPromise
    capacity: CompanyKind | None
    roles: frozenset[Role]
    permission: str = ""

    def is_open_to(self, roles: Iterable[Role], kind: CompanyKind) -> bool:
        """Tell whether somebody with ``roles`` in a company of ``kind`` may do it."""
        return self.capacity in {None, kind} and not self.roles.isdisjoint(roles)


_acts: Final[dict[str, Act]] = {}


def register(*acts: Act) -> None:
    """Add rows to the table.

    Raises:
        ImproperlyConfigured: the code is taken, the owner may not, or a role is none of the capacity's.
    """
    for act in acts:
        if act.code in _acts:
            raise ImproperlyConfigured(f"{act.code} is registered twice")
        if Role.OWNER not in act.roles:
            raise ImproperlyConfigured(f"{act.code}: the owner may do everything that the company may")
        if not act.roles <= (EVERY_ROLE if act.capacity is None else frozenset(ROLES_OF[act.capacity])):
            raise ImproperlyConfigured(f"{act.code} names a role that is none of the {act.capacity}'s")
        _acts[act.code] = act


def acts(kind: CompanyKind | None = None) -> list[Act]:
    """Return the rows of the table in the order of the rooms, those for companies of ``kind`` if it is given."""
    return [act for act in _acts.values() if kind is None or act.capacity in {None, kind}]


def act_of(code: str) -> Act:
    """Return one row of the table.

    Raises:
        KeyError: no room has registered it.
    """
    return _acts[code]
