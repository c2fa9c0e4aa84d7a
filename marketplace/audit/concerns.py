"""Which companies an event is about. The rooms above know it of their own rows; they say it when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.db import models

# From a row to primary keys of companies; None where it has none.
Companies = Callable[[Any], Iterable[int | None]]
_concerns: Final[dict[str, Companies]] = {}


def concern(label: str, companies: Companies) -> None:
    """Say of which companies events about rows of a model are.

    Args:
        label: of the model, lower case: ``orders.order``.
        companies: is handed the row; best asks for nothing that is not loaded with it.

    Raises:
        ImproperlyConfigured: another room said it of the same model.
    """
    if label in _concerns:
        raise ImproperlyConfigured(f"{label} is registered twice")
    _concerns[label] = companies


def companies_of(subject: models.Model) -> list[int]:
    """Return the companies that an event about ``subject`` is about, ascending; empty where no room knows any."""
    found = _concerns.get(subject._meta.label_lower)
    return sorted({one for one in found(subject) if one is not None}) if found else []
