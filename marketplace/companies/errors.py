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
