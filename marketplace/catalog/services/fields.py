"""Values that come from outside, held against the columns they are meant for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from marketplace.catalog.errors import FieldsInvalid, FieldsNotEditable
from marketplace.kernel.languages import SUFFIXES
from marketplace.kernel.text import is_clean


def columns(*names: str) -> frozenset[str]:
    """Return the translated columns of ``names``: ``name`` gives ``name_zh_hans``, ``name_vi``, ``name_en``."""
    return frozenset(f"{name}_{suffix}" for name in names for suffix in SUFFIXES)


def assign(row: models.Model, values: Mapping[str, Any], *, allowed: Collection[str]) -> list[str]:
    """Set ``values`` on ``row`` after holding each against its column.

    Returns:
        The names of the columns whose value really changed.
    Raises:
        FieldsNotEditable: a name that is not in ``allowed``.
        FieldsInvalid: a value that its column cannot hold, of either kind of database.
    """
    foreign = sorted(set(values) - set(allowed))
    if foreign:
        raise FieldsNotEditable(fields=foreign)
    cleaned, errors = {}, {}
    for name, value in values.items():
        try:
            cleaned[name] = _cleaned(row, name, value)
        except ValidationError as fault:
            errors[name] = fault.error_list[0].code or "invalid"
    if errors:
        raise FieldsInvalid(errors=errors)
    changed = [name for name, value in cleaned.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, cleaned[name])
    return changed


def _cleaned(row: models.Model, name: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if not is_clean(value):
            raise ValidationError("characters that cannot be stored", code="unclean")
    field = cast("models.Field[Any, Any]", row._meta.get_field(name))
    # A translated column of a text is nullable to modeltranslation and empty to us.
    if value == "" and isinstance(field, models.CharField | models.TextField):
        return value
    return field.clean(value, row)
