"""What the room of companies refuses, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.companies.capacities import Role
from marketplace.companies.errors import (
    AlreadyAMember,
    CompanyTransitionNotAllowed,
    NotPermitted,
    RolesNotAllowed,
)
from marketplace.companies.rights import Act, act_of
from marketplace.companies.wording import roles_that_may
from marketplace.kernel.refusals import FORBIDDEN, UNPROCESSABLE, says, words

_ROLES: Final = {
    "none": gettext_lazy("Choose at least one role. Nothing was changed."),
    "last_owner": gettext_lazy("A company needs an owner. Make somebody else one first; nothing was changed."),
    "capacity": gettext_lazy("This role does not exist in this company. Nothing was changed."),
}

says(
    CompanyTransitionNotAllowed,
    gettext_lazy("This company was reviewed in the meantime. Its present state is shown here."),
)
says(AlreadyAMember, gettext_lazy("This person acts for the company already."))


def right(act: Act) -> dict[str, Any]:
    """Return an act and the roles that may do it as programs read them."""
    return {"act": act.code, "roles": [role.value for role in Role if role in act.roles]}


def _lacking(error: NotPermitted) -> Mapping[str, Any]:
    return right(act_of(error.act))


@words(NotPermitted, status=FORBIDDEN, facts=_lacking)
def _not_permitted(error: NotPermitted) -> str:
    act = act_of(error.act)
    return " ".join((
        _("Your role does not include this: %(act)s.") % {"act": act.label},
        _("These roles may do it: %(roles)s.") % {"roles": roles_that_may(act)},
    ))  # fmt: skip


@words(RolesNotAllowed, status=UNPROCESSABLE)
def _roles(error: RolesNotAllowed) -> str:
    return str(_ROLES[error.reason])
