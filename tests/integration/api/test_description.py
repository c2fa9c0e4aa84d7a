"""The description of the API holds, and refusals speak the caller's language."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from openapi_spec_validator import validate

from marketplace.api.endpoints.baskets import LineOut
from tests.integration.scenes import signed_in_buyer

pytestmark = pytest.mark.django_db

API = "/api/v1"


def test_the_description_is_valid_openapi(client: Client) -> None:
    answer = client.get(f"{API}/openapi.json")
    assert answer.status_code == 200
    validate(answer.json())


def test_it_names_every_address_and_what_is_refused(client: Client) -> None:
    paths = client.get(f"{API}/openapi.json").json()["paths"]
    assert {"/api/v1/search", "/api/v1/suggest", "/api/v1/goods", "/api/v1/basket", "/api/v1/orders"} <= set(paths)
    assert {"201", "401", "403", "409", "422"} <= set(paths["/api/v1/orders"]["post"]["responses"])
    assert "lower" in LineOut.model_fields


def test_no_page_of_it_calls_a_foreign_host(client: Client) -> None:
    assert client.get(f"{API}/docs").status_code == 404


@pytest.mark.parametrize("lang", ["zh-hans", "vi", "en"])
def test_refusals_are_written_in_the_language_that_was_asked_for(client: Client, lang: str) -> None:
    signed_in_buyer(client)
    answer = client.put(
        f"{API}/basket/lines/NO-SUCH-PACK?lang={lang}",
        json.dumps({"quantity": 5}),
        content_type="application/json",
        headers={"Accept-Language": "en"},
    )
    expected = {"zh-hans": "没有这种包装。", "vi": "Không có quy cách này.", "en": "There is no such pack."}
    assert answer.json()["code"] == "pack_not_found"
    assert answer.json()["detail"] == expected[lang] or (lang == "zh-hans" and "规格" in answer.json()["detail"])


def test_the_same_code_stands_in_every_language(client: Client) -> None:
    codes = {client.get(f"{API}/basket?lang={lang}").json()["code"] for lang in ("zh-hans", "vi", "en", "tlh")}
    assert codes == {"sign_in_required"}


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=101", "size=1e3", "lang=tlh", "page=" + "9" * 400])
def test_parameters_that_cannot_be_used_are_named_and_not_repeated(client: Client, query: str) -> None:
    answer = client.get(f"{API}/goods?{query}")
    assert answer.status_code == 400
    [error] = answer.json()["data"]["errors"]
    assert error["where"] == ["query", query.partition("=")[0]]
    assert "9" * 400 not in answer.content.decode()
