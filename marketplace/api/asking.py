"""What stands in the query of an address: what is not known is refused; and where the next page is."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marketplace.api.errors import ApiRefusal

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
        detail=_("These filters are not known: %(unknown)s. Known ones: %(known)s.")
        % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(names))},
        data={"unknown": unknown, "known": sorted(names)},
    )


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
