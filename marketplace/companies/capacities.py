"""What a company is on the market, and the roles that its people hold in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CompanyKind(models.TextChoices):
    """The capacity in which a company trades."""

    BUYER = "buyer", _("Buyer")
    PRODUCER = "producer", _("Producer")


class Role(models.TextChoices):
    """What somebody is in a company. Each belongs to one capacity; the owner belongs to all."""

    OWNER = "owner", pgettext_lazy("company", "Owner")
    PURCHASER = "purchaser", _("Purchaser")
    APPROVER = "approver", _("Approver")
    FINANCE = "finance", _("Finance")
    SALES = "sales", _("Sales")
    FULFILMENT = "fulfilment", _("Fulfilment")


# In the order in which people read them, the owner first.
ROLES_OF: Final[Mapping[CompanyKind, tuple[Role, ...]]] = {
    CompanyKind.BUYER: (Role.OWNER, Role.PURCHASER, Role.APPROVER, Role.FINANCE),
    CompanyKind.PRODUCER: (Role.OWNER, Role.SALES, Role.FULFILMENT),
}
EVERY_ROLE: Final = frozenset(Role)
