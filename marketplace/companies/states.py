"""The states of a company and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.companies.errors import CompanyTransitionNotAllowed


class CompanyStatus(models.TextChoices):
    PENDING = "pending", _("Awaiting review")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")


TRANSITIONS: Final[Mapping[CompanyStatus, frozenset[CompanyStatus]]] = {
    CompanyStatus.PENDING: frozenset({CompanyStatus.VERIFIED, CompanyStatus.SUSPENDED}),
    CompanyStatus.VERIFIED: frozenset({CompanyStatus.SUSPENDED}),
    CompanyStatus.SUSPENDED: frozenset({CompanyStatus.VERIFIED}),
}


def ensure_allowed(source: CompanyStatus, target: CompanyStatus) -> None:
    """Raise CompanyTransitionNotAllowed unless ``source`` may become ``target``."""
    if target not in TRANSITIONS[source]:
        raise CompanyTransitionNotAllowed(source=source.value, target=target.value)
