"""Rows that many goods share, kept in the process: to join them to each good took longer than to read the good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, IntegerField, Model, QuerySet, Value

from marketplace.catalog.models import Category, Good
from marketplace.catalog.selectors.unions import plain
from marketplace.kernel.languages import SUFFIXES
from marketplace.reference.models import County, Unit
from marketplace.web.process_cache import fragments

_NAMES: Final = tuple(f"name_{suffix}" for suffix in SUFFIXES)
_FULL_NAMES: Final = tuple(f"full_name_{suffix}" for suffix in SUFFIXES)
# What is read of each; anything else of a row is read when it is asked for.
_FIELDS: Final[Mapping[type[Model], tuple[str, ...]]] = {
    Category: ("id", "parent_id", "code", *_NAMES),
    County: ("id", "slug", *_NAMES, *_FULL_NAMES),
    Unit: ("id", "code", *_NAMES),
}
_COLUMNS: Final = ("id", "parent_id", "code", "slug", *_NAMES, *_FULL_NAMES)
_MODELS: Final = tuple(_FIELDS)


class SharedRows(NamedTuple):
    """By primary key. Categories have their parents. None of them is ever changed."""

    categories: Mapping[int, Category]
    counties: Mapping[int, County]
    units: Mapping[int, Unit]

    def give_to(self, good: Good) -> None:
        """Set the category, county and unit of a good, and the county of its producer. What was made since they were
        read is left to be read by itself.
        """
        if good.category_id in self.categories:
            good.category = self.categories[good.category_id]
        if good.county_id in self.counties:
            good.county = self.counties[good.county_id]
        if good.unit_id in self.units:
            good.unit = self.units[good.unit_id]
        home = good.producer.county_id
        if home is not None and home in self.counties:
            good.producer.county = self.counties[home]


def shared_rows(*, revision: int) -> SharedRows:
    """Return the rows. One query, or none.

    Args:
        revision: from ``storefront_revision``; a new one reads anew.
    """
    return fragments.remember(("shared rows", revision), _read)


def _read() -> SharedRows:
    first, *others = (_columns_of(model, at) for at, model in enumerate(_MODELS))
    found: dict[type[Model], dict[int, Model]] = {model: {} for model in _MODELS}
    for at, *values in first.union(*others, all=True):
        model = _MODELS[at]
        by_name = dict(zip(_COLUMNS, values, strict=True))
        fields = [field.attname for field in model._meta.concrete_fields if field.attname in _FIELDS[model]]
        row = model.from_db(DEFAULT_DB_ALIAS, fields, [by_name[name] for name in fields])
        found[model][row.pk] = row
    rows = SharedRows(*found.values())  # type: ignore[arg-type]  # in the order of the models
    for category in rows.categories.values():
        if category.parent_id is not None:
            category.parent = rows.categories[category.parent_id]
    return rows


def _columns_of(model: type[Model], at: int) -> QuerySet[Any, Any]:
    has = _FIELDS[model]
    absent = {
        f"no_{name}": Value(None, IntegerField() if name == "parent_id" else CharField())
        for name in _COLUMNS
        if name not in has
    }
    rows = plain(model._default_manager.all()).annotate(at=Value(at, IntegerField()), **absent)
    valued: QuerySet[Any, Any] = rows.values_list("at", *(name if name in has else f"no_{name}" for name in _COLUMNS))
    return valued
