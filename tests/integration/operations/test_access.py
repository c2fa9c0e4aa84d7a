"""Operators' pages are for operators: each address asks for the permission of its act."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from marketplace.accounts.groups import EDITORS, OPERATORS, ensure_groups
from marketplace.accounts.models import User
from marketplace.operations import urls as operations
from marketplace.synonyms.services.groups import Draft, create_group
from tests.factories.accounts import UserFactory
from tests.factories.clearance import HandOffFactory
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer

pytestmark = pytest.mark.django_db

NEEDED = (
    "wagtailadmin.access_admin",
    "orders.view_order",
    "payments.change_banktransfer",
    "clearance.view_handoff",
    "clearance.change_handoff",
    "outbox.view_outboxmessage",
    "outbox.change_outboxmessage",
    "companies.change_company",
    "catalog.change_good",
    "synonyms.change_synonymgroup",
    "audit.view_auditevent",
)


def member_of(*groups: str) -> User:
    ensure_groups()
    user: User = UserFactory.create(is_staff=True, language="zh-hans")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def addresses() -> list[str]:
    order = placed_order(confirmed=True)
    part = order.producer_orders.get()
    HandOffFactory.create(producer_order=part)
    # The first that a name begins with; several values where an address has several.
    values: dict[str, object] = {
        "hand-off-now": 1,
        "hand-off-resend": (part.number, 1),
        "receipt": 1,
        "order": order.number,
        "hand-off": part.number,
        "transfer": order.number,
        "dead": 1,
        "company-act": (order.buyer.slug, "verify"),
        "company-detail": order.buyer.slug,
        "good-act": (part.lines.get().pack.good.sku, "publish"),
        "synonym": create_group(draft=Draft(any="TSR\nSVR"), now=timezone.now()).pk,
        "good": part.lines.get().pack.good.sku,
    }
    found = []
    for pattern in operations.urlpatterns:
        assert isinstance(pattern, URLPattern)
        name = str(pattern.name)
        value = next((values[start] for start in values if name.startswith(start)), None)
        keys = list(pattern.pattern.converters)
        found.append(reverse(f"operations:{name}", args=_several(value) if keys else []))
    return found


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def is_let_in(client: Client, address: str) -> bool:
    """Whether a page was drawn or an act was tried: refusals lead to the admin, to sign-in, or are 403."""
    for answer in (client.get(address), client.post(address)):
        if answer.status_code in {200, 422}:
            return True
        if answer.status_code == 302 and answer["Location"].startswith("/admin/operations/"):
            return True
    return False


def test_operators_hold_what_the_pages_ask_for() -> None:
    user = member_of(OPERATORS)
    assert [name for name in NEEDED if not user.has_perm(name)] == []


def test_operators_reach_every_address(client: Client) -> None:
    client.force_login(member_of(OPERATORS))
    found = addresses()
    assert len(found) >= 12
    assert [address for address in found if not is_let_in(client, address)] == []


def test_editors_hold_none_of_it_and_reach_none(client: Client) -> None:
    user = member_of(*EDITORS)
    assert [name for name in NEEDED if user.has_perm(name)] == ["wagtailadmin.access_admin"]
    client.force_login(user)
    assert [address for address in addresses() if is_let_in(client, address)] == []


def test_editors_see_no_menu_of_operations(client: Client) -> None:
    client.force_login(member_of(*EDITORS))
    assert "/admin/operations/" not in client.get("/admin/").content.decode()
    client.force_login(member_of(OPERATORS))
    assert "/admin/operations/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("who", ["visitor", "buyer", "producer"])
def test_others_reach_none(client: Client, who: str) -> None:
    if who == "buyer":
        signed_in_buyer(client)
    if who == "producer":
        signed_in_producer(client)
    assert [address for address in addresses() if is_let_in(client, address)] == []
