"""Form fields that take what people write, and nothing that only a program would."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.amounts import read_amount
from marketplace.kernel.emails import email_address
from marketplace.kernel.text import clean, is_clean, unturned


class TextField(forms.CharField):
    """A text that any database can store."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if isinstance(text, str) and not is_clean(text):
            raise ValidationError(_("Remove the characters that cannot be displayed."), code="unclean")
        return unturned(text) if isinstance(text, str) else text


class ReasonField(TextField):
    """A few sentences for somebody else to read; other control characters are left out, and alone are no reason."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        kept = clean(text, limit=len(text)).strip()
        if text and not kept:
            raise ValidationError(_("Remove the characters that cannot be displayed."), code="unclean")
        return kept


class AmountField(forms.DecimalField):
    """An amount as the language of the page writes it, see ``read_amount``. Signs of ``currency`` may stand there."""

    def __init__(self, *, currency: str = "", **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)
        self.currency = currency

    def to_python(self, value: Any) -> Any:
        """Return a Decimal, or None for nothing."""
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        amount = read_amount(str(value), language=get_language() or "en", currency=self.currency)
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(amount)


class EmailField(forms.EmailField):
    """An e-mail address as it is typed and pasted; kept in the form of ``email_address``.

    Not ``type="email"``: browsers refuse a full-width ``＠`` before anybody can read it.
    """

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(email_address(value) if isinstance(value, str) else value)


def takes_email(form: forms.BaseForm, *names: str) -> None:
    """Let these fields of another package's form read e-mail addresses as ``EmailField`` does."""
    for name in names:
        theirs = form.fields[name]
        attributes = {key: value for key, value in theirs.widget.attrs.items() if key not in {"type", "maxlength"}}
        field = EmailField(
            label=theirs.label, required=theirs.required, initial=theirs.initial, help_text=theirs.help_text
        )
        field.widget.attrs.update(attributes)
        form.fields[name] = field
