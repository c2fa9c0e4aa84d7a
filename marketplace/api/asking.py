"""What stands in the query of an address: what is not known is refused; and where the next page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from marketplace.api.errors import ApiRefusal
from search.documents import DocumentType
from search.filters import dropped

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_MOST: Final = 10
_LENGTH: Final = 60


def ensure_known(request: HttpRequest, *known: str) -> None:
    """Refuse a query with a name that the address does not know: a filter that is misspelt must not find everything.

    Args:
        request: as it came.
        known: the names that the address takes; ``lang`` is taken by all.

    Raises:
        ApiRefusal: 400, with ``data.unknown`` and ``data.known``.
    """
    names = ("lang", *known)
    unknown = [name[:_LENGTH] for name in request.GET if name not in names][:_MOST]
    if not unknown:
        return
    raise ApiRefusal(
        status=400,
        code="filter_not_known",
        detail=_said(
            _("These filters are not known: %(unknown)s. Known ones: %(known)s."),
            unknown=", ".join(unknown),
            known=", ".join(sorted(names)),
        ),
        data={"unknown": unknown, "known": sorted(names)},
    )


def ensure_values(request: HttpRequest, *, sorts: Iterable[str]) -> None:
    """Refuse a filter or order with a value that would be left out: the answer would not be to what was asked.

    Args:
        request: as it came.
        sorts: the orders that there are.

    Raises:
        ApiRefusal: 400, with ``data.parameter`` and, where there is a list of them, ``data.allowed``.
    """
    wrong = next(iter(dropped(request.GET)), None)
    if wrong is not None:
        raise _value_refused(wrong.name, _ALLOWED.get(wrong.allowed, ""), _LISTS.get(wrong.allowed))
    orders = sorted(sorts)
    if request.GET.get("sort", "") not in {"", *orders}:
        raise _value_refused("sort", "", orders)


def _value_refused(name: str, what: StrOrPromise, allowed: list[str] | None) -> ApiRefusal:
    sentence = (
        _said(_("%(name)s cannot be read. Send one of these: %(values)s."), name=name, values=", ".join(allowed))
        if allowed
        else _said(_("%(name)s cannot be read. Send %(what)s."), name=name, what=what)
    )
    return ApiRefusal(
        status=400,
        code="filter_value_not_valid",
        detail=sentence,
        data={"parameter": name, **({"allowed": allowed} if allowed else {})},
    )


def _said(sentence: StrOrPromise, **facts: StrOrPromise) -> StrOrPromise:
    """Fill a sentence in when it is told: only then it is known in which language."""
    return lazy(lambda: str(sentence) % facts, str)()


_ALLOWED: Final = {
    "code": _("a code of at most 64 letters, digits and hyphens"),
    "amount": _("a number such as 12.50, with at most nine digits and five decimals"),
    "few": _("at most 32 values"),
}
_LISTS: Final[Mapping[str, list[str]]] = {
    "type": sorted(one.value for one in DocumentType),
    "flag": ["0", "1", "false", "true"],
}


def next_page(request: HttpRequest, *, page: int, has_more: bool) -> str | None:
    """Return the path of the next page with everything else that was asked, None where this one is the last."""
    if not has_more:
        return None
    query = request.GET.copy()
    query["page"] = str(page + 1)
    return f"{request.path}?{query.urlencode()}"


def query_parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    """Return one parameter of the description that the endpoint reads by itself."""
    return {"in": "query", "name": name, "required": False, "description": description, "schema": schema}
