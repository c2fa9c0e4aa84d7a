"""May she? The table of rights asked for one person and one company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import Membership
from marketplace.companies.selectors.membership import membership_in

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


def ensure_may(*, actor: User | None, company_id: int, act: Act) -> None:
    """Refuse who may not do ``act`` for a company. One query for a member, up to three for an operator.

    Args:
        actor: who wants to; None is the system, which may (commands, demonstration, messages of the outbox).
        company_id: for whom.
        act: a row of the table of rights.
    Raises:
        NotPermitted: neither a role of hers nor a permission of an operator allows it.
    """
    if actor is None:
        return
    membership = membership_in(actor, company_id)
    if membership is not None and membership.may(act):
        return
    if act.permission and actor.is_staff and actor.has_perm(act.permission):
        return
    reason = "role" if membership else "no_membership"
    raise NotPermitted(act=act.code, company_id=company_id, reason=reason)


def people_who_may(*, company_id: int, act: Act, limit: int = 3) -> list[str]:
    """Return the names of people of a company who may do ``act``, oldest membership first; at most ``limit``.

    One query. People who may no longer sign in are left out.
    """
    may = Membership.objects.filter(company_id=company_id, held_roles__role__in=act.roles, user__is_active=True)
    rows = may.order_by("pk").distinct().values_list("pk", "user__name", "user__email")[:limit]
    return [name or email for _, name, email in rows]
