"""Why synonyms cannot be kept as they are, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import UNPROCESSABLE, says
from marketplace.synonyms.errors import (
    SynonymsRefused,
    TermWithoutWords,
    TooFewTerms,
    TooManyGroups,
    TooManyTerms,
)

says(SynonymsRefused, _("These words cannot be kept as they are."), status=UNPROCESSABLE)
says(
    TermWithoutWords,
    _("Each line is a word or a few words, at most five and 60 characters."),
    status=UNPROCESSABLE,
)
says(
    TooFewTerms,
    _("Write at least two words that mean the same, or one and what is typed for it."),
    status=UNPROCESSABLE,
)
says(TooManyTerms, _("At most 20 lines."), status=UNPROCESSABLE)
says(TooManyGroups, _("There are too many synonyms already. Delete some that are no longer needed."))
