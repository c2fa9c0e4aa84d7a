"""``/api/v1/``: OpenAPI at ``openapi.json``. No interactive page: it would call a foreign host."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from marketplace.api import handlers
from marketplace.api.endpoints import baskets, goods, orders, search

DESCRIPTION = """\
Instants are ISO 8601 in UTC (ending in Z); whoever shows them names the zone.

Every refusal is JSON: `code` for programs, `detail` for people in the language of `lang`, `data` with the facts.
A query with a name that an address does not know is refused (400 `filter_not_known`), not passed over.

Lists name the path of their `next` page, and every answer to a GET bears an `ETag`: send it as `If-None-Match` and
hear 304 while nothing has changed. Answers to the signed-in are `Cache-Control: private, no-store`: no cache of a
browser or proxy keeps them. The tag serves programs, which keep what they have read themselves. What is public is
`no-cache`: it may be kept, and is asked for again each time.

`POST /orders` wants an `Idempotency-Key`: the same key with the same body gives the same order again, with another
body 409 `idempotency_key_reused`.
"""
api = NinjaAPI(title="Honghe Market", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api")
api.add_router("", search.router)
api.add_router("", goods.router)
api.add_router("", baskets.router)
api.add_router("", orders.router)
handlers.register(api)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
