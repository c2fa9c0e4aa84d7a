"""Why operators give a good back or take it off the market. Kept by key, read by its producer in her language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class GoodReason(models.TextChoices):
    NAME_UNCLEAR = "name_unclear", _("Name unclear or incomplete")
    TRANSLATION_MISSING = "translation_missing", _("Chinese or Vietnamese text missing")
    TRANSLATION_WRONG = "translation_wrong", _("The languages say different things")
    PICTURE_QUALITY = "picture_quality", _("Picture blurred, too small or watermarked")
    PICTURE_NOT_OWN = "picture_not_own", _("Picture does not show the goods, or may be another’s")
    HS_CODE_DOUBTFUL = "hs_code_doubtful", _("HS code missing or doubtful")
    ELEMENTS_MISSING = "declaration_elements_missing", _("Declaration elements incomplete")
    UNIT_OR_WEIGHT_WRONG = "unit_or_weight_wrong", _("Unit, net or gross weight wrong")
    PRICE_IMPLAUSIBLE = "price_implausible", _("Price or minimum implausible")
    GI_WITHOUT_AUTHORISATION = "gi_without_authorisation", _("Geographical indication used without authorisation")
    HEALTH_OR_ABSOLUTE_CLAIM = "health_or_absolute_claim", _("Health claims or absolute wording")
    LICENCE_MISSING = "licence_missing", _("A licence for this kind of goods is missing")
    PROHIBITED = "prohibited", _("Prohibited or restricted for export")
    DUPLICATE = "duplicate", _("Duplicate of another good")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("Possible infringement of intellectual property")
    OTHER = "other", _("Another reason (please say which)")


# These say too little by themselves: a word must stand beside them.
NEED_A_NOTE: Final = frozenset(
    {
        GoodReason.NAME_UNCLEAR,
        GoodReason.TRANSLATION_WRONG,
        GoodReason.HS_CODE_DOUBTFUL,
        GoodReason.ELEMENTS_MISSING,
        GoodReason.UNIT_OR_WEIGHT_WRONG,
        GoodReason.PRICE_IMPLAUSIBLE,
        GoodReason.HEALTH_OR_ABSOLUTE_CLAIM,
        GoodReason.PROHIBITED,
        GoodReason.INTELLECTUAL_PROPERTY,
        GoodReason.OTHER,
    }
)
_PICTURES = _("pictures")
_TEXTS = _("texts in Chinese and Vietnamese")
# What the producer looks at first.
WHERE: Final[Mapping[str, StrOrPromise]] = {
    GoodReason.NAME_UNCLEAR: pgettext_lazy("good", "name"),
    GoodReason.TRANSLATION_MISSING: _TEXTS,
    GoodReason.TRANSLATION_WRONG: _TEXTS,
    GoodReason.PICTURE_QUALITY: _PICTURES,
    GoodReason.PICTURE_NOT_OWN: _PICTURES,
    GoodReason.HS_CODE_DOUBTFUL: _("HS code"),
    GoodReason.ELEMENTS_MISSING: _("declaration elements"),
    GoodReason.UNIT_OR_WEIGHT_WRONG: _("unit and weights"),
    GoodReason.PRICE_IMPLAUSIBLE: _("prices and minimum"),
    GoodReason.GI_WITHOUT_AUTHORISATION: _("geographical indication"),
    GoodReason.HEALTH_OR_ABSOLUTE_CLAIM: _("description"),
    GoodReason.LICENCE_MISSING: _("papers"),
}
# Where a reason concerns no field of its own.
WHOLE: Final = _("the good as a whole")
