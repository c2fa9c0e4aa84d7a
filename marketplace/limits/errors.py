"""The refusal of this room."""

from __future__ import annotations

from typing import ClassVar

from marketplace.kernel.errors import DomainError
from marketplace.limits.rates import Verdict


class LimitReached(DomainError):
    """Too often. ``verdict`` says when to try again."""

    code: ClassVar[str] = "too_many_requests"

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.rate.name)
        self.verdict = verdict
