"""What the room of companies refuses."""

from __future__ import annotations

from marketplace.kernel.errors import DomainError


class CompanyTransitionNotAllowed(DomainError):
    """The company is not in a state that allows this move."""

    code = "company_transition_not_allowed"

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(f"{source} -> {target}")
        self.source, self.target = source, target


class AlreadyAMember(DomainError):
    """The person acts for this company already."""

    code = "company_member_already"


class NotPermitted(DomainError):
    """The person may not do this for this company.

    ``act``: the code of a row of the table of rights; ``reason``: ``no_membership`` or ``role``.
    """

    code = "not_permitted"

    def __init__(self, *, act: str, company_id: int, reason: str) -> None:
        super().__init__(f"{act} for company {company_id}: {reason}")
        self.act, self.company_id, self.reason = act, company_id, reason


class RolesNotAllowed(DomainError):
    """These roles cannot be given: ``reason`` is ``none``, ``capacity`` (not of this company's) or ``last_owner``."""

    code = "roles_not_allowed"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
