"""``/api/v1/``: OpenAPI at ``openapi.json``. No interactive page: it would call a foreign host."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.errors import ValidationError

from marketplace.api.endpoints import baskets, goods, orders, search
from marketplace.api.errors import ApiRefusal
from marketplace.api.refusals import from_domain
from marketplace.kernel.errors import DomainError

api = NinjaAPI(title="Honghe Market", version="1", docs_url=None, urls_namespace="api")
api.add_router("", search.router)
api.add_router("", goods.router)
api.add_router("", baskets.router)
api.add_router("", orders.router)


@api.exception_handler(ApiRefusal)
def refuse(request: HttpRequest, refusal: ApiRefusal) -> HttpResponse:
    """Write a refusal as a Problem."""
    body = {"code": refusal.code, "detail": refusal.detail, "data": refusal.data}
    return api.create_response(request, body, status=refusal.status)


@api.exception_handler(DomainError)
def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say what the business refuses."""
    return refuse(request, from_domain(error))


@api.exception_handler(ValidationError)
def explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that cannot be used; their values are not repeated."""
    problems: list[dict[str, Any]] = [
        {"where": list(map(str, one.get("loc", ()))), "message": one.get("msg", "")} for one in error.errors
    ]
    body = {
        "code": "parameter_not_valid",
        "detail": "; ".join(one["message"] for one in problems),
        "data": {"errors": problems},
    }
    return api.create_response(request, body, status=422)


urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
