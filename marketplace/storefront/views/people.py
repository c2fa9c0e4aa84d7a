"""Who acts for one's companies, in which roles, and what each role may: the table of rights as members read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.companies import rights, services
from marketplace.companies.acts import CHANGE_ROLES, READ_MEMBERS
from marketplace.companies.capacities import ROLES_OF, CompanyKind, Role
from marketplace.companies.errors import NotPermitted, RolesNotAllowed
from marketplace.companies.models import Company, Membership
from marketplace.companies.selectors import colleague, member_of_anybody, members_of, memberships_of
from marketplace.companies.trail import note_refusal
from marketplace.companies.wording import refusal
from marketplace.kernel.refusals import sentence
from marketplace.storefront.access import note_refused, refused
from marketplace.web.methods import post_from

# A company of more people than this is shown with the first ones; the table of rights is the same for all.
MAX_PEOPLE: Final = 200


@dataclass(frozen=True, slots=True)
class _Row:
    """One act: what it is, and for each role of the company whether it may."""

    label: object
    cells: list[bool]


@dataclass(frozen=True, slots=True)
class _Section:
    """One company of the reader."""

    company: Company
    roles: list[Role]
    mine: frozenset[Role]
    rows: list[_Row]
    people: list[Membership]
    may_change: bool


@never_cache
@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show the people of the reader's companies with their roles, and what each role may. Two queries of its own."""
    memberships = [one for one in memberships_of(cast(User, request.user)) if one.may(READ_MEMBERS)]
    members = members_of([one.company_id for one in memberships], limit=MAX_PEOPLE)
    sections = [_section(one, members.get(one.company_id, [])) for one in memberships]
    return render(request, "storefront/account_people.html", {"sections": sections, "nav_current": "account"})


@never_cache
@login_required
@post_from("account_people")
def roles_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a colleague another set of roles."""
    user = cast(User, request.user)
    member = colleague(user, pk)
    if member is None:
        theirs = member_of_anybody(pk)
        if theirs is not None:
            note_refusal(actor=user, act=CHANGE_ROLES, subject=theirs, is_member=False, now=timezone.now())
        raise Http404
    roles = [role for role in Role if role.value in request.POST.getlist("roles")]
    try:
        services.change_roles(membership_id=member.pk, roles=roles, actor=user, now=timezone.now())
    except NotPermitted:
        mine = next(one for one in memberships_of(user) if one.company_id == member.company_id)
        note_refused(request, mine, CHANGE_ROLES)
        return refused(request, refusal(mine, CHANGE_ROLES))
    except RolesNotAllowed as no:
        messages.error(request, sentence(no))
    else:
        messages.success(request, _("The roles of %(person)s are saved.") % {"person": member.user})
    return redirect("account_people")


def _section(membership: Membership, members: list[Membership]) -> _Section:
    kind = CompanyKind(membership.company.kind)
    roles = list(ROLES_OF[kind])
    return _Section(
        company=membership.company,
        roles=roles,
        mine=membership.roles,
        rows=[_Row(act.label, [role in act.roles for role in roles]) for act in rights.acts(kind)],
        people=members,
        may_change=membership.may(CHANGE_ROLES),
    )
