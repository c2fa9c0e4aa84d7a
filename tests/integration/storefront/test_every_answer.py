"""What every answer bears: pages, refusals, errors, files, the admin; and what no shared cache may keep."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.catalog.models import Pack
from marketplace.storefront import revision
from tests.factories.accounts import UserFactory
from tests.integration.scenes import placed_order, signed_in_buyer, text_of

ADDRESSES: Final = (
    "/", "/vi/", "/vi/goods/", "/vi/goods/none/", "/vi/basket/add/", "/vi/basket/", "/vi/account/",
    "/vi/account/login/",
    "/vi/\x01/", "/vi/goods/?q=%00", "/vi/goods/?" + "q" * 5_000, "/robots.txt", "/sitemap.xml", "/health/live",
    "/kiosk/", "/kiosk/take/none/", "/api/v1/goods", "/api/v1/none", "/api/v1/orders", "/admin/", "/admin/login/",
    "/admin/pages/", "/static/none.css", "/media/none.jpg", "/documents/1/none.pdf", "/none/",
)  # fmt: skip


def bears_all(response: Any) -> None:
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_bears_the_headers_of_the_site(client: Client, address: str) -> None:
    bears_all(client.get(address))
    bears_all(client.post(address))
    bears_all(client.get(address, headers={"Host": "evil.example"}))
    bears_all(client.post(address, headers={"Origin": "https://evil.example"}))


def test_the_admin_bears_them_for_whoever_comes(client: Client) -> None:
    client.force_login(UserFactory.create())
    refused = client.get("/admin/")
    assert refused.status_code == 403
    bears_all(refused)
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    for address in ("/admin/", "/admin/operations/", "/admin/none/", "/admin/images/"):
        bears_all(client.get(address))


def test_a_fault_bears_them_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def fall() -> None:
        raise RuntimeError

    monkeypatch.setattr("marketplace.storefront.views.goods.listing.shop", fall)
    inside = client.get("/vi/goods/?page=7")
    assert inside.status_code == 500
    bears_all(inside)
    monkeypatch.setattr(revision.watch, "begin_request", fall)
    outside = client.get("/vi/goods/")
    assert outside.status_code == 500
    bears_all(outside)


@pytest.mark.parametrize(
    "address",
    ["/", "/vi/", "/vi/goods/", "/vi/goods/?none=1", "/vi/none/", "/vi/basket/", "/vi/orders/", "/vi/account/",
     "/vi/basket/add/", "/api/v1/goods", "/api/v1/basket", "/api/v1/none", "/robots.txt", "/kiosk/"],
)  # fmt: skip
def test_what_a_signed_in_reader_gets_is_kept_nowhere(client: Client, pack: Pack, address: str) -> None:
    signed_in_buyer(client)
    response = client.get(address)
    policy = response["Cache-Control"]
    assert "no-store" in policy
    assert "private" in policy
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("code", ["vi", "zh-hans", "en"])
def test_a_405_is_a_page_in_the_readers_language(client: Client, code: str) -> None:
    sentences = {
        "vi": "Trang này chỉ mở từ biểu mẫu",
        "zh-hans": "此页面只能由表单打开",
        "en": "This page opens from a form",
    }
    for address in (f"/{code}/basket/add/", f"/{code}/account/searches/1/delete/"):
        client.force_login(UserFactory.create())
        response = client.put(address)
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        assert sentences[code] in text_of(response)
        assert f'href="/{code}/"' in response.content.decode()
    deleted = client.delete(f"/{code}/goods/")
    assert deleted.status_code == 405
    assert sentences[code] in text_of(deleted)


def test_an_address_that_only_begins_like_an_order_is_none(client: Client) -> None:
    buyer = signed_in_buyer(client)
    order = placed_order(buyer.company)
    address = reverse("storefront:order-detail", args=[order.number])
    assert client.get(address).status_code == 200
    for more in ("-anything", "X", "-7", "%00"):
        assert client.get(address.rstrip("/") + more + "/").status_code == 404
        assert client.get(f"/api/v1/orders/{order.number}{more}").status_code in {404, 422}


def test_the_link_that_resets_a_password_is_the_sites_own(client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://market.example"
    settings.ALLOWED_HOSTS = ["market.example", "testserver"]
    user = UserFactory.create()
    for headers in (
        {"Host": "market.example:6666"},
        {"Host": "testserver:6666"},
        {"X-Forwarded-Host": "evil.example:6666"},
    ):
        client.post("/vi/account/password/reset/", {"email": user.email}, headers=headers)
        written = mail.outbox.pop()
        assert "https://market.example/vi/account/password/reset/key/" in str(written.body)
        assert "6666" not in f"{written.subject} {written.body} {written.extra_headers}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_repeats_the_port_that_was_asked(client: Client, pack: Pack, settings: Any, address: str) -> None:
    settings.SITE_ADDRESS = "https://market.example"
    settings.ALLOWED_HOSTS = ["market.example", "testserver"]
    for signed_in in (False, True):
        if signed_in:
            signed_in_buyer(client)
        response = client.get(address, headers={"Host": "testserver:6666"})
        assert "6666" not in str(response.headers)
        assert b"6666" not in b"".join(response) if response.streaming else b"6666" not in response.content
