"""What an operator asks the audit trail, as typed and as read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.audit.models import AuditEvent
from marketplace.audit.selectors import Place, Wanted
from marketplace.kernel.text import clean
from marketplace.operations.audit import objects
from marketplace.operations.audit.words import VERBS, verb_label

_LENGTH: Final = 120
_DIGITS: Final = re.compile(r"[0-9]{1,17}")  # what the databases keep, and a few thousand years
# Days beyond are no instants in every zone, and nothing is recorded there.
_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(9000, 1, 1)
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
Found = TypeVar("Found")


class AskForm(forms.Form):
    """By whom, about which company and which row, what, and when. Whatever stays empty asks for nothing."""

    person = forms.CharField(label=_("Person (name or e-mail)"), max_length=_LENGTH, required=False)
    company = forms.CharField(label=_("Company (name, tax code)"), max_length=_LENGTH, required=False)
    object = forms.CharField(label=_("Number (order, good, payment)"), max_length=_LENGTH, required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}), input_formats=["%Y-%m-%d"]
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}), input_formats=["%Y-%m-%d"]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted(((verb, verb_label(verb)) for verb in VERBS), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("Everything")), *verbs]  # type: ignore[attr-defined]  # a choice field

    def wanted(self, *, before: Place | None = None) -> Wanted:
        """Return the question. Up to nine queries look up what the names mean. Call it after ``is_valid``."""
        asked = self.cleaned_data
        return Wanted(
            actor_ids=_looked_up(asked["person"], objects.people),
            company_ids=_looked_up(asked["company"], objects.companies),
            subjects=_looked_up(asked["object"], objects.subjects),
            verb=asked["verb"],
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"], days=1),
            before=before,
        )


def _looked_up(typed: str, look: Callable[[str], Sequence[Found]]) -> Sequence[Found] | None:
    text = clean(typed, limit=_LENGTH).strip()
    return look(text) if text else None


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """Return the beginning of a day of the market's clock, or of one so many days later."""
    if day is None:
        return None
    kept = min(max(day, _FIRST_DAY), _LAST_DAY)
    return timezone.make_aware(datetime.combine(kept + timedelta(days=days), time.min))


def place_of(text: str) -> Place | None:
    """Read where a page ended (``1764401696000000-17``: microseconds since 1970 and key), None for anything else."""
    instant, _, pk = text.partition("-")
    if not (_DIGITS.fullmatch(instant) and _DIGITS.fullmatch(pk)):
        return None
    return _BEGINNING + timedelta(microseconds=int(instant)), int(pk)


def written(event: AuditEvent) -> str:
    """Write where a page ends, so that ``place_of`` reads it."""
    return f"{(event.at - _BEGINNING) // timedelta(microseconds=1)}-{event.pk}"
