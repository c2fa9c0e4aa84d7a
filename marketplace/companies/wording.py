"""Who may, told to somebody who may not: read by every edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.companies.capacities import CompanyKind, Role
from marketplace.companies.models import Membership
from marketplace.companies.rights import acts
from marketplace.companies.selectors import people_who_may
from marketplace.kernel import formats

if TYPE_CHECKING:
    from marketplace.companies.rights import Act


@dataclass(frozen=True, slots=True)
class Refusal:
    """Sentences for somebody who may not: what, which roles may, and which people these are (may be empty)."""

    what: str
    roles: str
    people: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.what, self.roles, self.people)))


def refusal(membership: Membership, act: Act) -> Refusal:
    """Tell a member what she may not do and whom to ask. One query."""
    people = people_who_may(company_id=membership.company_id, act=act)
    return Refusal(
        what=_("Your role (%(mine)s) does not include this: %(act)s.")
        % {"mine": listed(membership.role_labels), "act": act.label},
        roles=_("These roles may do it: %(roles)s.") % {"roles": roles_that_may(act)},
        people=_("Ask in your company: %(people)s.") % {"people": listed(people)}
        if people
        else _("Nobody in your company holds one of them. Write to the zone’s operators."),
    )


def no_order(*, is_buyer: bool, act: Act) -> Refusal:
    """Tell somebody who may not order, without naming people: her role (``is_buyer``) or her company is not one that
    buys. No query.
    """
    return Refusal(
        what=_("Your role in the company does not allow you to order.")
        if is_buyer
        else _("You do not act for a buyer company, so you cannot order. Sign in with an account of a buyer company."),
        roles=_("These roles may do it: %(roles)s.") % {"roles": roles_that_may(act)},
        people="",
    )


def roles_that_may(act: Act) -> str:
    """Return the roles of an act in the reader's language, the owner first."""
    return listed(role.label for role in Role if role in act.roles)


@dataclass(frozen=True, slots=True)
class Right:
    """Whether the reader may, and the roles that may, as a template shows them."""

    may: bool
    roles: str


def rights_of(membership: Membership) -> dict[str, Right]:
    """Return every act of the member's company for a template: ``rights.price_change.may``. No query."""
    kind = CompanyKind(membership.company.kind)
    return {
        act.code.replace(".", "_"): Right(may=membership.may(act), roles=roles_that_may(act)) for act in acts(kind)
    }


def listed(words: Iterable[object]) -> str:
    """Write words in a row as the reader's language parts them."""
    return formats.listed(words, language=get_language() or settings.LANGUAGE_CODE)
