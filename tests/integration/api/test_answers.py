"""Whatever is asked of the API, it answers in JSON, says who may keep it, and refuses what it does not know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.companies.models import Membership
from marketplace.orders.models import Order
from tests.factories.catalog import PackFactory
from tests.factories.clearance import HandOffFactory, ReceiptFactory
from tests.integration.scenes import placed_order, signed_in_buyer

pytestmark = pytest.mark.django_db
API = "/api/v1"
LISTS = (f"{API}/goods", f"{API}/orders", f"{API}/search")


@pytest.fixture
def buyer(client: Client) -> Membership:
    """A purchaser, signed in."""
    return signed_in_buyer(client)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Assert that an answer is a Problem of this status and code; return it."""
    assert answer.status_code == status, answer.content[:200]
    assert answer["Content-Type"].startswith("application/json")
    body: dict[str, Any] = json.loads(answer.content)
    assert set(body) == {"code", "detail", "data"}
    assert body["code"] == code
    assert "<" not in body["detail"]
    assert answer["Cache-Control"] == "private, no-store"
    return body


class TestRefusals:
    @pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/goods", "/api/v1/docs", "/api/x/y/"])
    def test_an_unknown_address(self, client: Client, path: str) -> None:
        problem(client.get(path), 404, "address_not_found")

    @pytest.mark.parametrize(
        ("lang", "words"), [("vi", "Không có địa chỉ này"), ("zh-hans", "没有此地址"), ("en", "no such address")]
    )
    def test_it_is_told_in_the_language_of_the_query(self, client: Client, lang: str, words: str) -> None:
        body = problem(client.get(f"{API}/nothing?lang={lang}"), 404, "address_not_found")
        assert words in body["detail"]

    @pytest.mark.parametrize(("method", "path"), [("post", "/goods"), ("delete", "/orders"), ("patch", "/basket")])
    def test_a_method_that_is_none(self, client: Client, method: str, path: str) -> None:
        problem(getattr(client, method)(f"{API}{path}"), 405, "method_not_allowed")

    @pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "%00=1", "q=%ff", "q=" + "x" * 5_000])
    @pytest.mark.parametrize("path", ["/search", "/goods", "/suggest"])
    def test_what_no_query_may_hold(self, client: Client, path: str, query: str) -> None:
        problem(client.get(f"{API}{path}?{query}"), 400, "request_not_valid")

    @pytest.mark.parametrize("path", ["/goods/a%00b", "/orders/%00", "/go%01ods"])
    def test_what_no_path_may_hold(self, client: Client, buyer: Membership, path: str) -> None:
        problem(client.get(f"{API}{path}"), 404, "address_not_found")

    @pytest.mark.usefixtures("buyer")
    @pytest.mark.parametrize("field", ["note", "buyer_reference", "fingerprint"])
    def test_nul_in_a_body(self, client: Client, field: str) -> None:
        body = json.dumps({"fingerprint": "x", field: "a\x00b"})
        answer = client.post(
            f"{API}/orders", body, content_type="application/json", headers={"Idempotency-Key": "k" * 16}
        )
        assert answer.status_code in {400, 409, 422}
        assert answer["Content-Type"].startswith("application/json")

    @pytest.mark.usefixtures("buyer")
    def test_a_request_of_another_site(self, client: Client) -> None:
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        answer = client.put(f"{API}/basket/lines/X", "{}", content_type="application/json", headers=headers)
        problem(answer, 403, "request_not_allowed")

    def test_the_pages_of_people_stay_pages(self, client: Client) -> None:
        assert client.get("/vi/goods/nothing-there/")["Content-Type"].startswith("text/html")


class TestUnknownFilters:
    def test_every_address_refuses_what_its_description_does_not_name(self, client: Client, buyer: Membership) -> None:
        order, pack = placed_order(buyer.company), PackFactory.create()
        paths = client.get(f"{API}/openapi.json").json()["paths"]
        asked = 0
        for template, operations in paths.items():
            for method, operation in operations.items():
                names = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
                sku = pack.sku if "/lines/" in template else pack.good.sku
                path = template.replace("{number}", order.number).replace("{sku}", sku)
                body = {"put": {"quantity": 5}, "post": {"fingerprint": "x"}}.get(method)
                sent: dict[str, Any] = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
                answer = getattr(client, method)(f"{path}?colour=red", headers={"Idempotency-Key": "k" * 16}, **sent)
                told = problem(answer, 400, "filter_not_known")
                assert told["data"]["unknown"] == ["colour"]
                assert set(told["data"]["known"]) == names, path
                assert "400" in operation["responses"], path
                asked += 1
        assert asked >= 9

    def test_a_misspelt_filter_does_not_find_everything(self, client: Client) -> None:
        PackFactory.create()
        told = problem(client.get(f"{API}/search?q=g%E1%BA%A1o&categroy=rice"), 400, "filter_not_known")
        assert "category" in told["data"]["known"]
        assert "categroy" in told["detail"]

    def test_names_are_clipped_and_counted(self, client: Client) -> None:
        query = "&".join(f"{'x' * 100}{n}=1" for n in range(30))
        told = problem(client.get(f"{API}/goods?{query}"), 400, "filter_not_known")
        assert len(told["data"]["unknown"]) == 10
        assert max(map(len, told["data"]["unknown"])) == 60


class TestKeeping:
    @pytest.mark.parametrize("path", LISTS)
    def test_who_has_it_already_hears_304(self, client: Client, buyer: Membership, path: str) -> None:
        placed_order(buyer.company)
        PackFactory.create()
        first = client.get(path)
        assert first.status_code == 200
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200

    def test_a_change_is_another_tag(self, client: Client, buyer: Membership) -> None:
        order = placed_order(buyer.company)
        tag = client.get(f"{API}/orders")["ETag"]
        Order.objects.filter(pk=order.pk).update(buyer_reference="PO-7")
        assert client.get(f"{API}/orders", headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("path", [*LISTS, f"{API}/basket", f"{API}/suggest?q=a", f"{API}/orders/HK26AAAAAAAAA"])
    def test_of_the_signed_in_nothing_is_kept(self, client: Client, buyer: Membership, path: str) -> None:
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store"
        if answer.status_code == 200:
            assert client.get(path, headers={"If-None-Match": answer["ETag"]})["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("path", [f"{API}/goods", f"{API}/search", f"{API}/suggest?q=a"])
    def test_what_is_public_is_asked_for_each_time(self, client: Client, path: str) -> None:
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-cache"
        assert "Cookie" in answer["Vary"]

    @pytest.mark.parametrize("path", [f"{API}/goods", f"{API}/orders"])
    def test_next_leads_through_everything_once(self, client: Client, buyer: Membership, path: str) -> None:
        for _ in range(5):
            placed_order(buyer.company)
        noun = path.rpartition("/")[2]
        found, address = [], f"{path}?size=2&lang=vi"
        while address:
            answer = client.get(address).json()
            found += [one.get("number") or one["sku"] for one in answer[noun]]
            address = answer["next"]
            assert address is None or "lang=vi" in address
        assert len(found) == len(set(found)) == answer["total"] >= 5


class TestOrders:
    def test_an_order_carries_lines_payment_and_customs_state(self, client: Client, buyer: Membership) -> None:
        order = placed_order(buyer.company, parts=2, lines=2, confirmed=True)
        first = order.producer_orders.order_by("pk")[0]
        ReceiptFactory.create(hand_off=HandOffFactory.create(producer_order=first, sent=True))
        one = client.get(f"{API}/orders/{order.number}?lang=vi").json()
        [listed] = client.get(f"{API}/orders?lang=vi").json()["orders"]
        assert one == listed
        line = first.lines.order_by("position")[0]
        told = one["parts"][0]["lines"][0]
        assert (told["sku"], told["name"], told["quantity"]) == (line.sku, line.names["vi"], line.quantity)
        assert (told["total_minor"], told["unit"]) == (line.total_minor, line.unit_code)
        assert [len(part["lines"]) for part in one["parts"]] == [2, 2]
        assert one["parts"][0]["customs"]["status"] == "sent"
        assert one["parts"][1]["customs"] == {"status": "none", "reason": "", "sent_at": None, "settled_at": None}
        transfer = order.bank_transfer
        assert one["payment"]["reference"] == transfer.reference
        assert (one["payment"]["status"], one["payment"]["amount_minor"]) == ("awaited", transfer.amount_minor)
        assert one["payment"]["account"]["number"]

    def test_an_order_without_a_transfer_asks_for_nothing(self, client: Client, buyer: Membership) -> None:
        order = placed_order(buyer.company)
        order.bank_transfer.delete()
        assert client.get(f"{API}/orders/{order.number}").json()["payment"] is None

    @pytest.mark.parametrize("count", [1, 6])
    def test_a_list_costs_the_same_however_long_it_is(
        self, client: Client, buyer: Membership, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(count):
            order = placed_order(buyer.company, parts=count, lines=count, confirmed=True)
            for part in order.producer_orders.all():
                ReceiptFactory.create(hand_off=HandOffFactory.create(producer_order=part, sent=True))
        client.get(f"{API}/orders?size=100")
        with django_assert_max_num_queries(12):
            client.get(f"{API}/orders?size=100")


class TestIdempotency:
    def order(self, client: Client, fingerprint: str, **fields: str) -> Any:
        body = json.dumps({"fingerprint": fingerprint, **fields})
        headers = {"Idempotency-Key": "key-of-the-test"}
        return client.post(f"{API}/orders", body, content_type="application/json", headers=headers)

    @pytest.fixture
    def fingerprint(self, client: Client, buyer: Membership) -> str:
        """Of a basket with one line."""
        body = json.dumps({"quantity": 7})
        sku = PackFactory.create().sku
        answer = client.put(f"{API}/basket/lines/{sku}", body, content_type="application/json")
        return str(answer.json()["fingerprint"])

    @pytest.mark.parametrize("change", [{"note": "urgent"}, {"buyer_reference": "PO-8"}, {"fingerprint": "another"}])
    def test_the_same_key_with_another_body_is_a_conflict(
        self, client: Client, fingerprint: str, change: dict[str, str]
    ) -> None:
        placed = self.order(client, fingerprint, buyer_reference="PO-7")
        assert placed.status_code == 201
        other = {"fingerprint": fingerprint, "buyer_reference": "PO-7"} | change
        told = problem(self.order(client, **other), 409, "idempotency_key_reused")
        assert told["data"] == {"number": placed.json()["number"]}
        assert self.order(client, fingerprint, buyer_reference="PO-7").json() == placed.json()
        assert Order.objects.count() == 1

    def test_an_order_of_before_answers_its_key_as_ever(self, client: Client, fingerprint: str) -> None:
        placed = self.order(client, fingerprint)
        Order.objects.update(request_digest="")
        assert self.order(client, fingerprint, note="other").json()["number"] == placed.json()["number"]
