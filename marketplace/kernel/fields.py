"""Form fields that take what people write, and nothing that only a program would."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.text import clean, is_clean, unturned

_PLAIN: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?")
# Thousands marks only where a decimal mark of the other kind says which is which.
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?!(?P=mark))[.,][0-9]{1,9}")
_LONGEST: Final = 40


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
    """A decimal with point or comma, full-width digits too, and thousands marks where both marks are there:
    ``7.510,00``, ``7,510.00``. No signs, exponents or underscores.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Return a Decimal, or None for nothing."""
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        plain = unicodedata.normalize("NFKC", str(value)[: _LONGEST + 1]).strip()
        if grouped := _GROUPED.fullmatch(plain):
            plain = plain.replace(grouped["mark"], "")
        if not _PLAIN.fullmatch(plain):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(plain.replace(",", "."))


def as_typed(value: Decimal, *, language: str) -> str:
    """Return a decimal as its reader would type it into an ``AmountField``: ``2,45`` in Vietnamese, else ``2.45``."""
    text = format(value.normalize(), "f")
    return text.replace(".", ",") if language == "vi" else text
