"""What operators type."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import EXPONENTS
from marketplace.kernel.refusals import sentence
from marketplace.kernel.text import clean
from marketplace.kernel.verdicts import MAX_NOTE, ReasonMissing
from marketplace.orders.services.answer import MAX_REASON, MAX_SOURCE
from marketplace.web.fields import AmountField, ReasonField


class TransferForm(forms.Form):
    """What the bank statement says. ``amount`` in major units."""

    amount = AmountField(label=_("Amount on the statement"), min_value=0, max_digits=17, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS])
    bank_note = forms.CharField(label=_("Text on the statement"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("AmountField", self.fields["amount"]).currency = str(self.data.get("currency", ""))

    def clean_bank_note(self) -> str:
        return clean(str(self.cleaned_data["bank_note"]), limit=200)


class ReasonForm(forms.Form):
    """Why something is refused; the other side reads it."""

    reason = ReasonField(label=_("Reason"), max_length=500)


class AnswerForm(forms.Form):
    """A producer's answer to an order as an operator was told it. ``reason``: of a decline; the buyer reads it."""

    answer = forms.ChoiceField(
        label=_("The producer’s answer"),
        choices=[("confirm", _("Takes the whole order")), ("decline", _("Declines it"))],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(
        label=_("Day of the answer"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = ReasonField(
        label=_("How it was told"),
        help_text=_("By telephone with whom, on which paper. The producer reads it; it stays in the audit trail."),
        max_length=MAX_SOURCE,
    )
    reason = ReasonField(
        label=_("Reason, where it is declined"),
        help_text=_("The buyer reads it as it is written."),
        max_length=MAX_REASON,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("answer") == "decline" and not facts.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write why the producer declines: the buyer reads it."))
        return facts


class VerdictForm(forms.Form):
    """Why something is decided: reasons from a list, and a word beside them. The other side reads it in its language.

    ``items``: what of an application is to be corrected. Without ``reasons`` nothing is asked.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        name: str,
        reasons: type[models.TextChoices] | None = None,
        items: type[models.TextChoices] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{name}-%s")
        self.fields.update(self._fields(reasons, items))

    @staticmethod
    def _fields(
        reasons: type[models.TextChoices] | None, items: type[models.TextChoices] | None
    ) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        if items:
            fields["items"] = _Choices(_("To be corrected"), items)
        if reasons:
            fields["reasons"] = _Choices(_("Reasons"), reasons)
            fields["note"] = ReasonField(
                label=_("In your words"),
                help_text=_("They are shown as you write them. Some reasons need a word beside them."),
                max_length=MAX_NOTE,
                required=False,
            )
        return fields

    def said(self) -> dict[str, Any]:
        """Return what was chosen as the services take it. The form is valid."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def refuse(self, refusal: ReasonMissing) -> None:
        """Say at the field what is missing."""
        self.add_error("note" if refusal.problem == "note" else "reasons", sentence(refusal))


class _Choices(forms.MultipleChoiceField):
    def __init__(self, label: Any, choices: type[models.TextChoices]) -> None:
        super().__init__(
            label=label,
            choices=choices.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
        )
