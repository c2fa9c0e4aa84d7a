"""The states of a company and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.companies.errors import CompanyTransitionNotAllowed


class CompanyStatus(models.TextChoices):
    PENDING = "pending", _("Awaiting review")
    # An operator wants something corrected; the company's own people send it again.
    RETURNED = "returned", _("Returned for correction")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Not admitted")


TRANSITIONS: Final[Mapping[CompanyStatus, frozenset[CompanyStatus]]] = {
    CompanyStatus.PENDING: frozenset(
        {CompanyStatus.VERIFIED, CompanyStatus.RETURNED, CompanyStatus.REFUSED, CompanyStatus.SUSPENDED}
    ),
    CompanyStatus.RETURNED: frozenset({CompanyStatus.PENDING, CompanyStatus.REFUSED, CompanyStatus.SUSPENDED}),
    CompanyStatus.VERIFIED: frozenset({CompanyStatus.SUSPENDED}),
    # Lifted: what it was before.
    CompanyStatus.SUSPENDED: frozenset({CompanyStatus.VERIFIED, CompanyStatus.PENDING}),
    # Taken up again by an operator who sees that it was wrong.
    CompanyStatus.REFUSED: frozenset({CompanyStatus.PENDING}),
}


def ensure_allowed(source: CompanyStatus, target: CompanyStatus) -> None:
    """Raise CompanyTransitionNotAllowed unless ``source`` may become ``target``."""
    if target not in TRANSITIONS[source]:
        raise CompanyTransitionNotAllowed(source=source.value, target=target.value)
