"""Which files are not taken, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from cms.blocks.uploads import MAX_BYTES, DocumentRefused
from marketplace.kernel.refusals import UNPROCESSABLE, words

_MEGA: Final = 1_000_000


@words(DocumentRefused, status=UNPROCESSABLE)
def _document(error: DocumentRefused) -> str:
    sentences = {
        "too_large": _("This file is too large. Send one of at most %(megabytes)s MB.")
        % {"megabytes": MAX_BYTES // _MEGA},
        "kind": _("Files of this kind are not taken. Send a PDF, an office document, a text, a table or a picture."),
    }
    return sentences.get(error.reason) or _(
        "This file is not what its name says, is empty or holds macros. Save it anew in the program that made it."
    )
