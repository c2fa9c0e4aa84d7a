"""Every address of ours, asked with everything that should never come: an answer for people each time, never a 500.

Rooms try their own forms more closely; here no address can be forgotten, for they are read from the resolver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.translation import override

from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer

pytestmark = pytest.mark.django_db

# Wagtail's own pages are Wagtail's to try; ours inside its admin are under operations. No worker runs here: not ready.
NOT_OURS: Final = re.compile(r"health/ready|admin/(?!operations/)|documents/|_util/|(zh-hans|en)/|static/")
PART: Final = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\((?:[^()]|\([^()]*\))*\)")
WORST_PARTS: Final = (
    "%00", "%ED%A0%80", "%FF", quote("\u202e<script>"), quote("'; DROP TABLE orders; --"), "..%2F..%2Fetc%2Fpasswd",
    "9" * 300, "x" * 2_000, "-1", quote("٣"), "%0d%0aSet-Cookie:a=b",
)  # fmt: skip
NAMES: Final = (
    "q", "page", "sort", "category", "county", "producer", "type", "price_min", "price_max", "in_season", "month",
    "gi", "currency", "lang", "size", "limit", "next", "status", "pack", "quantity", "remove", "key", "fingerprint",
    "reason", "note", "login", "password", "email", "name", "language", "code", "availability", "amount", "document",
    "period", "token", "id",
)  # fmt: skip
WORST_VALUES: Final = (
    "\x00", "\u202e\u200b", "1" * 40, "-1", "1e309", "NaN", "٣", "[]", "{}", "%", "' OR 1=1 --", "a" * 90, "../..",
    "zh_HANS", "(a+)+$", '"', "*", "é" * 50,
)  # fmt: skip
CONCERNS: Final = {
    "visitor": "/",
    "buyer": "/vi/(account|basket|checkout|orders)/|/api/v1/(basket|orders)",
    "producer": "/vi/producer/",
    "operator": "/admin/operations/",
}
RAW_QUERIES: Final = (
    "q=%ED%A0%80",
    "q=%00",
    "page=" + "9" * 100,
    "&&&=;=&",
    "a=1&" * 800,
    "q=%F0%9F%8D%8E%CC%81",
    "%",
)
BODIES: Final = (
    b"", b"\xff\xfe", b"null", b"[]", b"1e999", b'{"quantity": 1e309}', b'{"quantity": "\\ud800"}', b"[" * 20_000,
    b'{"lines": [{"sku": null, "quantity": -1}], "key": "\\u0000"}', b'{"sku": "' + b"x" * 30_000 + b'"}',
)  # fmt: skip


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Yield each address of ours as the resolver has it, in Vietnamese where it has a language."""
    for entry in (resolver or get_resolver()).url_patterns:
        with override("vi"):
            route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif not NOT_OURS.match(route):
            yield "/" + route.replace("^", "").replace("$", "")


def addresses(route: str) -> list[str]:
    """Return the route with each of the worst parts in all its places; itself where it has none."""
    if not PART.search(route):
        return [route]
    return [PART.sub(part.replace("\\", r"\\"), route) for part in ("none-such", *WORST_PARTS)]


def ask(client: Client, method: str, address: str, **content: Any) -> None:
    response = client.generic(method, address, **content)
    assert response.status_code < 500, (method, address[:200], content)
    if response.status_code == 200 and not response.streaming:
        assert b"Traceback" not in response.content


def queries() -> Iterator[str]:
    yield from RAW_QUERIES
    for value in WORST_VALUES[1::2]:
        yield urlencode(dict.fromkeys(NAMES, value))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with something of her own, so that no page answers early because there is nothing to show."""

    client: Client
    routes: tuple[str, ...]


@pytest.fixture(params=list(CONCERNS))
def person(request: pytest.FixtureRequest, client: Client) -> Person:
    """A visitor, who tries everything, or somebody signed in, who tries what is closed to visitors."""
    pack = PackFactory.create()
    if request.param == "buyer":
        placed_order(signed_in_buyer(client).company)
        client.post("/vi/basket/add/", {"pack": pack.sku, "quantity": str(pack.moq)})
    elif request.param == "producer":
        placed_order(producer=signed_in_producer(client).company)
    elif request.param == "operator":
        placed_order()
        client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return Person(client, tuple(route for route in routes() if re.match(CONCERNS[request.param], route)))


def test_addresses_are_found_in_every_edge() -> None:
    found = "\n".join(routes())
    for start in (
        "/vi/goods/",
        "/vi/account/",
        "/vi/producer/",
        "/admin/operations/",
        "/kiosk/",
        "/api/v1/",
        "/search-log/",
    ):
        assert start in found


def test_no_address_falls_over_a_path_that_nobody_would_write(person: Person) -> None:
    for route in person.routes:
        for address in addresses(route):
            ask(person.client, "GET", address)


def test_no_page_falls_over_its_query(person: Person) -> None:
    for route in person.routes:
        if not PART.search(route):
            for query in queries():
                ask(person.client, "GET", f"{route}?{query}")


def test_no_form_falls_over_what_is_sent(person: Person) -> None:
    for route in person.routes:
        address = addresses(route)[0]
        for value in (*WORST_VALUES[:8], "x" * 20_000):
            body = urlencode(dict.fromkeys(NAMES, value)).encode()
            ask(person.client, "POST", address, data=body, content_type="application/x-www-form-urlencoded")


def test_no_endpoint_falls_over_a_body_that_is_no_order(person: Person) -> None:
    for route in person.routes:
        for method in ("POST", "PUT", "PATCH", "DELETE") if route.startswith("/api/") else ("POST",):
            for body in BODIES if route.startswith("/api/") else BODIES[:3]:
                ask(person.client, method, addresses(route)[0], data=body, content_type="application/json")
