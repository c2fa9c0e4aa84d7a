"""Why operators say no to a company. Kept by key, read by its people in their own language."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnReason(models.TextChoices):
    """What has to be corrected before the company can be verified."""

    UNREADABLE = "unreadable", _("Photograph unreadable")
    INCOMPLETE = "incomplete", _("Pages missing or cut off")
    EXPIRED = "expired", _("Expired")
    NAME_DIFFERS = "name_differs", _("Name differs from the company’s")
    NUMBER_DIFFERS = "number_differs", _("Number typed differs from the paper")
    WRONG_KIND = "wrong_kind", _("Not the paper asked for")
    SCOPE_NOT_COVERING = "scope_not_covering", _("Its scope does not cover the goods")
    STAMP_MISSING = "stamp_missing", _("Stamp or signature missing")
    NOT_IN_REGISTER = "not_in_register", _("Not found in the public register")
    ALTERED = "altered", _("May have been altered; please send the original")
    OTHER = "other", _("Another reason (please say which)")


class RefuseReason(models.TextChoices):
    """Why the company does not come onto the market."""

    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    DUPLICATE_COMPANY = "duplicate_company", _("Already registered; please ask its owner for an invitation")
    FALSE_PAPERS = "false_papers", _("Papers not genuine")
    NO_ANSWER = "no_answer", _("Papers not completed in time")
    OTHER = "other", _("Another reason (please say which)")


class SuspendReason(models.TextChoices):
    """Why the company cannot trade for a while."""

    LICENCE_ENDED = "licence_ended", _("A licence has ended or was withdrawn")
    FALSE_STATEMENTS = "false_statements", _("What the company says of itself is not true")
    ORDERS_NOT_KEPT = "orders_not_kept", _("Orders were not kept or not paid")
    COMPLAINTS = "complaints", _("Complaints are being looked into")
    AUTHORITY = "authority", _("An authority asked for it")
    OTHER = "other", _("Another reason (please say which)")


class ReturnedItem(models.TextChoices):
    """What of an application is to be corrected."""

    LEGAL_NAME = "legal_name", _("Registered company name")
    TAX_CODE = "tax_code", _("Tax code")
    ADDRESS = "address", _("Address")
    PHONE = "phone", _("Phone")
    PAPERS = "papers", _("Papers of the company")


# These say too little by themselves: a word must stand beside them.
NEED_A_NOTE: Final = frozenset(
    {
        ReturnReason.NAME_DIFFERS,
        ReturnReason.SCOPE_NOT_COVERING,
        ReturnReason.NOT_IN_REGISTER,
        ReturnReason.ALTERED,
        ReturnReason.OTHER,
        RefuseReason.NOT_ELIGIBLE,
        RefuseReason.FALSE_PAPERS,
        SuspendReason.FALSE_STATEMENTS,
        SuspendReason.ORDERS_NOT_KEPT,
    }
)
