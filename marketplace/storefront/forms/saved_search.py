"""How somebody wants a search kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.text import is_clean


class SavedSearchForm(forms.Form):
    """``name`` may stay empty: the search is then called after its words."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    notify = forms.BooleanField(label=_("Write to me when something new fits"), required=False)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not is_clean(name):
            raise forms.ValidationError(_("Remove the characters that cannot be displayed."))
        return name
