"""``/api/v1/``: OpenAPI at ``openapi.json``. No interactive page: it would call a foreign host."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from marketplace.api import handlers
from marketplace.api.endpoints import baskets, goods, orders, search

api = NinjaAPI(
    title="Honghe Market",
    version="1",
    description="Instants are ISO 8601 in UTC (ending in Z); whoever shows them names the zone.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", search.router)
api.add_router("", goods.router)
api.add_router("", baskets.router)
api.add_router("", orders.router)
handlers.register(api)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
