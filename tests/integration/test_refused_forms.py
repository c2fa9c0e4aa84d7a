"""Whatever a form was refused for, the address that one is left on can be opened, in each language.

The addresses are read from the resolver, so that none can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.test import Client

from marketplace.catalog.models import Good, StorefrontRevision
from marketplace.saved_searches.services import save_search
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.clearance import HandOffFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer
from tests.integration.test_every_address import NAMES, PART, routes

pytestmark = pytest.mark.django_db

LANGUAGES: Final = ("zh-hans", "vi", "en")
# Programs send forms to these, and read what they answer.
PROGRAMS: Final = re.compile(r"/(api/|search-log/|health/|media/|kiosk/touch/)")
# Nothing that a form could be sent to is behind the parts of these: secrets that mails carry, another package's keys.
UNKNOWN: Final = frozenset(
    [
        "key",
        "uidb36",
        "token",
        "code",
        "part",
        "path",
        "extension",
        "message_id",
        "group_id",
        "envelope_id",
        "page_view_restriction_id",
    ]
)
REFUSED: Final = ("", "\x01", "x" * 2_000, "-1")


@pytest.fixture(autouse=True)
def _revision(db: None) -> None:
    StorefrontRevision.objects.get_or_create(pk=1)


@pytest.fixture(params=["visitor", "buyer", "producer", "operator"])
def scene(request: pytest.FixtureRequest, client: Client, now: datetime) -> tuple[Client, dict[str, str]]:
    """Somebody signed in, and what the parts of addresses have to say to name what is hers."""
    pack = PackFactory.create(moq=7, step=4)
    values = {
        "sku": pack.good.sku,
        "pack_sku": pack.sku,
        "slug": pack.good.slug,
        "language": "vi",
        "pk": "1",
        "act": "suspend",
    }
    part = None
    if request.param == "buyer":
        membership = signed_in_buyer(client)
        order = placed_order(membership.company)
        line = BasketLineFactory.create(basket=BasketFactory.create(user=membership.user))
        saved = save_search(user_id=membership.user.pk, q="gạo", lang="vi", params={}, name="", notify=True, now=now)
        values |= {"number": order.number, "slug": line.pack.good.slug, "pk": str(saved.pk)}
    elif request.param == "producer":
        company = signed_in_producer(client).company
        Good.objects.filter(pk=pack.good.pk).update(producer=company, county=company.county)
        part = placed_order(producer=company).producer_orders.get()
        values["number"] = part.number
    elif request.param == "operator":
        part = placed_order(confirmed=True).producer_orders.get()
        hand_off = HandOffFactory.create(producer_order=part)
        client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
        values["number"] = hand_off.order_number
    return client, {"number": "none", "position": "1", **values}


def addresses(values: dict[str, str]) -> Iterator[str]:
    """Yield every address of people, its parts filled in."""
    for route in routes():
        names = [one or two for one, two in PART.findall(route)]
        if PROGRAMS.match(route) or UNKNOWN & set(names):
            continue
        # A group without a name is where the pages of editors stand.
        yield PART.sub(lambda part: values[part[1] or part[2]] if part[1] or part[2] else "", route)


def opened(client: Client, address: str) -> dict[str, int]:
    """Return with what each language answers to whoever opens the address, and is led on from it."""
    forms = {code: re.sub(r"^/vi/", f"/{code}/", address) for code in LANGUAGES}
    return {code: client.get(form, follow=True).status_code for code, form in forms.items()}


def test_after_a_refused_form_the_address_can_be_opened_in_each_language(
    scene: tuple[Client, dict[str, str]],
) -> None:
    client, values = scene
    left: set[str] = set()
    for address in addresses(values):
        for value in REFUSED:
            answer: Any = client.post(address, dict.fromkeys(NAMES, value) | {"pack": values["pack_sku"]}, follow=True)
            if answer.status_code in {403, 404, 405, 410, 429}:
                continue
            left_on = f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}"
            if left_on not in left:
                left.add(left_on)
                codes = opened(client, left_on)
                assert set(codes.values()) == {200}, (address, left_on, codes)
    assert len(left) > 5


def test_whoever_opens_what_forms_are_sent_to_is_led_on(scene: tuple[Client, dict[str, str]]) -> None:
    client, values = scene
    for address in addresses(values):
        assert 405 not in opened(client, address).values(), address


@pytest.mark.parametrize("typed", ["8", "0", "abc", "１０", "<b>"])
def test_what_was_typed_goes_along_into_every_language(client: Client, typed: str) -> None:
    pack = PackFactory.create(moq=7, step=4)
    left = client.post("/vi/basket/add/", {"pack": pack.sku, "quantity": typed})["Location"]
    assert urlencode({"quantity": typed}) in left
    for language in LANGUAGES:
        page = client.get(left.replace("/vi/", f"/{language}/")).content.decode()
        assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in page
        assert 'id="quantity-error"' in page
