"""What is wrong with one field of a request, in the reader's language. pydantic speaks English only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _


def sentence(fault: Mapping[str, Any]) -> str:
    """Turn one error of pydantic (``type`` and ``ctx``) into a sentence that says what would do."""
    kind, facts = str(fault.get("type", "")), fault.get("ctx") or {}
    write = _SENTENCES.get(kind) or _SENTENCES.get(kind.partition("_")[0])
    return write(facts) if write else _("This value cannot be used.")


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "missing": lambda _facts: _("This is missing."),
    "int": lambda _facts: _("Send a whole number."),
    "string": lambda _facts: _("Send a text."),
    "enum": lambda facts: _("Send one of these: %(values)s.") % {"values": facts.get("expected", "")},
    "greater_than_equal": lambda facts: _("Send at least %(least)s.") % {"least": facts.get("ge")},
    "less_than_equal": lambda facts: _("Send at most %(most)s.") % {"most": facts.get("le")},
    "string_too_long": lambda facts: _("Send at most %(most)s characters.") % {"most": facts.get("max_length")},
    "string_too_short": lambda facts: _("Send at least %(least)s characters.") % {"least": facts.get("min_length")},
}
