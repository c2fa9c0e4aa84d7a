"""What the catalogue refuses, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.catalog.errors import (
    FieldsInvalid,
    FieldsNotEditable,
    GoodIncomplete,
    GoodTransitionNotAllowed,
    PictureRefused,
)
from marketplace.catalog.facts import label_of
from marketplace.catalog.publication import labels
from marketplace.kernel.refusals import UNPROCESSABLE, says, words

_PICTURES: Final = {
    "too_large": gettext_lazy("This picture is too large. Send one of at most 15 MB."),
    "too_many_pixels": gettext_lazy("This picture has too many pixels. Send one of at most 40 million."),
    "too_small": gettext_lazy("This picture is too small. Send a larger one."),
    "not_a_picture": gettext_lazy(
        "This picture cannot be read: it is damaged, cut off or of another kind. Send it again as JPEG, PNG or WebP."
    ),
}

says(
    GoodTransitionNotAllowed,
    gettext_lazy("In its present state this cannot be done with the good. Its present state is shown here."),
)


@words(GoodIncomplete)
def _incomplete(error: GoodIncomplete) -> str:
    return _("Still missing before it can be shown: %(missing)s.") % {"missing": labels(error.missing)}


@words(FieldsNotEditable, status=UNPROCESSABLE)
def _not_editable(error: FieldsNotEditable) -> str:
    return _("This cannot be changed here: %(fields)s.") % {"fields": _called(error.fields)}


@words(FieldsInvalid, status=UNPROCESSABLE)
def _invalid(error: FieldsInvalid) -> str:
    return _("This cannot stand in the catalogue: %(fields)s. Correct it.") % {"fields": _called(error.errors)}


@words(PictureRefused, status=UNPROCESSABLE)
def _picture(error: PictureRefused) -> str:
    return str(_PICTURES[error.reason])


def _called(fields: Iterable[str]) -> str:
    return " · ".join(label_of(name) for name in fields)
