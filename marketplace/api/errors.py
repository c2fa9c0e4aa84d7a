"""How the API says no: a stable ``code`` for programs, a ``detail`` in the caller's language for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Schema

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Problem(Schema):
    """``code`` never changes; ``detail`` is translated; ``data`` holds the facts (nearest quantities, fields)."""

    code: str
    detail: str
    data: dict[str, Any] = {}


class ApiRefusal(Exception):
    """An answer other than 200, raised by endpoints and turned into a Problem. ``detail``: best lazily translated."""

    def __init__(self, *, status: int, code: str, detail: _StrOrPromise, data: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.data = status, code, detail, data or {}
