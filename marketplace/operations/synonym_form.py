"""The form of a group of synonyms."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import sentence
from marketplace.kernel.text import clean
from marketplace.synonyms.errors import (
    SynonymsRefused,
)
from marketplace.synonyms.models import SynonymGroup
from marketplace.synonyms.services import Draft

_LONGEST: Final = 2_000  # characters of a field
_LONGEST_PROPOSED: Final = 80


class _Lines(forms.CharField):
    """One term a line."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(label=label, help_text=help_text, required=False, max_length=_LONGEST, widget=widget)


class SynonymForm(forms.Form):
    """Words that mean the same, one a line."""

    zh = _Lines(_("Chinese"), _("One word a line; each finds all the others."))
    vi = _Lines(_("Vietnamese"))
    en = _Lines(_("English"))
    any = _Lines(_("Any language"), _("Names and codes that are the same everywhere."))
    typed = _Lines(
        _("Only typed"), _("Fill in for one direction: these words find the ones above, which do not find these.")
    )
    note = forms.CharField(label=_("Source or reason"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def draft(self) -> Draft:
        """Return what was typed. The form is valid."""
        return Draft(**self.cleaned_data)

    def refuse(self, refusal: SynonymsRefused) -> None:
        """Say at the field why it cannot be kept."""
        self.add_error(refusal.field, sentence(refusal))

    @staticmethod
    def proposed(typed: str) -> dict[str, Any]:
        """Return what a new group begins with: the word that should find more than it does."""
        return {"typed": " ".join(clean(typed, limit=_LONGEST_PROPOSED).split())}

    @staticmethod
    def initial_of(group: SynonymGroup) -> dict[str, Any]:
        """Return a group as the form shows it."""
        names = ("zh", "vi", "en", "any", "typed", "note", "is_active")
        return {name: getattr(group, name) for name in names}
