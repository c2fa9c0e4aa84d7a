"""What saved searches refuse, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.refusals import UNAVAILABLE, UNPROCESSABLE, says, words
from marketplace.saved_searches.errors import NothingToSave, SearchIsAway, TooManySavedSearches

says(NothingToSave, gettext_lazy("Search for something first; then it can be saved."), status=UNPROCESSABLE)
says(SearchIsAway, gettext_lazy("The search does not answer at present. Nothing was done."), status=UNAVAILABLE)


@words(TooManySavedSearches)
def _too_many(error: TooManySavedSearches) -> str:
    text = _("You keep %(most)s searches already, as many as one can. Delete one that you no longer need.")
    return text % {"most": error.most}
