"""What a template may ask of a type, as far as its annotations tell."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.forms import BaseForm

UNKNOWN: Final = Any
OURS: Final = ("marketplace.", "cms.", "search.", "tests.")


class Missing(Exception):
    """The type has no such name."""


def fields_of(page: type[Any]) -> dict[str, Any]:
    """Return the fields of a dataclass with their types, resolved."""
    hints = get_type_hints(page)
    return {field.name: hints[field.name] for field in dataclasses.fields(page)}


def element(kind: Any, count: int) -> list[Any]:
    """Return the types of ``count`` loop variables over a value of type ``kind``."""
    kind = _plain(kind)
    arguments = get_args(kind)
    item = arguments[0] if arguments and not isinstance(arguments[0], typing.TypeVar) else UNKNOWN
    if isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        item = arguments[0]
    if count == 1:
        return [item]
    parts = get_args(item)
    return list(parts) if get_origin(item) is tuple and len(parts) == count else [UNKNOWN] * count


def attribute(kind: Any, name: str) -> Any:
    """Return the type of ``value.name`` in a template.

    Raises:
        Missing: no value of that type has it.
    """
    kind = _plain(kind)
    if get_origin(kind) in {Union, types.UnionType}:
        return _of_any(get_args(kind), name)
    owner = get_origin(kind) or kind
    if owner is UNKNOWN or not isinstance(owner, type) or owner is object:
        return UNKNOWN
    if issubclass(owner, Mapping) or (issubclass(owner, Sequence) and str(name).isdecimal()):
        return (get_args(kind) or (UNKNOWN,))[-1 if issubclass(owner, Mapping) else 0]
    return _of_kind(owner)(owner, name)


def _of_kind(owner: type[Any]) -> Callable[[type[Any], str], Any]:
    if issubclass(owner, BaseForm):
        return _of_form
    return _of_model if issubclass(owner, Model) else _of_class


def returned(function: Callable[..., Any]) -> Any:
    """Return what a function's annotation says that it returns."""
    try:
        return get_type_hints(function).get("return", UNKNOWN)
    except (NameError, TypeError):
        return UNKNOWN


def _plain(kind: Any) -> Any:
    """Leave ``None`` out: a template shows nothing of it, without a fault."""
    if get_origin(kind) not in {Union, types.UnionType}:
        return kind
    rest = [one for one in get_args(kind) if one is not type(None)]
    return rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 - of a list that is made here


def _of_any(kinds: Iterable[Any], name: str) -> Any:
    found = []
    for kind in kinds:
        try:
            found.append(attribute(kind, name))
        except Missing as missing:
            last = missing
    if not found:
        raise last
    return found[0] if len(found) == 1 else UNKNOWN


def _of_form(form: type[BaseForm], name: str) -> Any:
    if (
        name in getattr(form, "base_fields", {})
        or hasattr(form, name)
        or name in {"errors", "data", "files", "fields"}
    ):
        return UNKNOWN
    raise Missing(f"{form.__name__} has no {name}")


def _of_model(model: type[Model], name: str) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return _of_class(model, name)
    one = field.related_model
    return one if isinstance(one, type) and (field.many_to_one or field.one_to_one) else UNKNOWN


def _of_class(owner: type[Any], name: str) -> Any:
    hints = _hints(owner)
    if name in hints:
        return hints[name]
    try:
        found = getattr(owner, name)
    except AttributeError:
        if not owner.__module__.startswith(OURS):
            return UNKNOWN  # what others set in ``__init__`` is written nowhere
        raise Missing(f"{owner.__name__} has no {name}") from None
    if isinstance(found, property) and found.fget is not None:
        return returned(found.fget)
    if isinstance(found, cached_property):
        return returned(found.func)
    return returned(found) if callable(found) and not isinstance(found, type) else UNKNOWN


def _hints(owner: type[Any]) -> dict[str, Any]:
    try:
        return get_type_hints(owner)
    except (NameError, TypeError):  # a name that is imported for the type checker alone
        return dict.fromkeys(getattr(owner, "__annotations__", {}), UNKNOWN)
