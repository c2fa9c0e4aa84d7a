"""Whoever is signed in and is refused for lack of right leaves an event, at every address and in every role.

The addresses are read from the resolver, so that none can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from cms.blocks.models import SiteDocument
from marketplace.accounts.groups import EDITORS, ensure_groups
from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent, AuditEventCompany
from marketplace.audit.services import MAX_REFUSALS, REFUSED
from marketplace.catalog.models import StorefrontRevision
from marketplace.companies.models import Role
from marketplace.saved_searches.services import save_search
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.clearance import HandOffFactory
from tests.factories.companies import MembershipFactory
from tests.integration.scenes import placed_order
from tests.integration.test_every_address import PART, routes

pytestmark = pytest.mark.django_db

# Ours that are closed to somebody, and some of Wagtail's own.
CLOSED: Final = re.compile(r"/vi/(account/(company|people|searches)|checkout|orders|producer/)|/admin/|/api/v1/orders")
WAGTAILS: Final = ("/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/redirects/", "/admin/reports/locked/")


@pytest.fixture(autouse=True)
def _revision(db: None) -> None:
    StorefrontRevision.objects.get_or_create(pk=1)


@pytest.fixture
def theirs(now: datetime) -> dict[str, str]:
    """What belongs to other people: the parts of addresses that name it."""
    pack = PackFactory.create()
    order = placed_order(confirmed=True, producer=pack.good.producer)
    part = order.producer_orders.get()
    HandOffFactory.create(producer_order=part)
    other = MembershipFactory.create()
    saved = save_search(user_id=other.user_id, q="gạo", lang="vi", params={}, name="", notify=True, now=now)
    return {
        "sku": pack.good.sku, "pack_sku": pack.sku, "slug": order.buyer.slug, "number": part.number, "act": "suspend",
        "saved": str(saved.pk), "member": str(other.pk), "position": "1", "message_id": "1", "envelope_id": "1",
        "group_id": "1",
    }  # fmt: skip


def purchaser() -> User:
    user: User = MembershipFactory.create().user
    return user


def fulfilment() -> User:
    user: User = MembershipFactory.create(sales=True, roles=(Role.FULFILMENT,)).user
    return user


def editor() -> User:
    ensure_groups()
    user: User = UserFactory.create(is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS[0]))
    return user


def nobodys() -> User:
    user: User = UserFactory.create()
    return user


def addresses(theirs: dict[str, str]) -> Iterator[str]:
    for route in routes():
        if CLOSED.match(route):
            own = theirs | {"pk": theirs["saved" if "searches" in route else "member"]}
            if all((one or two) in own for one, two in PART.findall(route)):
                yield PART.sub(lambda part, own=own: own[part[1] or part[2]], route)  # type: ignore[misc]
    yield from WAGTAILS


def is_refusal(answer: Any, address: str, theirs: dict[str, str]) -> bool:
    """Tell a refusal for lack of right from a page, a form that is sent wrongly, and from what is not there."""
    names_a_row = any(theirs[name] in address for name in ("sku", "slug", "number", "saved", "member"))
    is_closed = address.startswith(("/vi/producer/", "/vi/orders/"))
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return (names_a_row or is_closed) and not address.startswith("/admin/")
    is_sent_home = answer.status_code == HTTPStatus.FOUND and answer["Location"] == "/admin/"
    return answer.status_code == HTTPStatus.FORBIDDEN or (is_sent_home and address != "/admin/logout/")


@pytest.mark.parametrize("made", [purchaser, fulfilment, editor, nobodys], ids=lambda made: made.__name__)
def test_every_refusal_leaves_an_event(client: Client, theirs: dict[str, str], made: Callable[[], User]) -> None:
    user = made()
    refused = 0
    for address in addresses(theirs):
        for method in ("get", "post"):
            client.force_login(user)
            AuditEventCompany.objects.all().delete()
            AuditEvent.objects.all().delete()
            answer = getattr(client, method)(address)
            if is_refusal(answer, address, theirs):
                refused += 1
                event = AuditEvent.objects.filter(verb=REFUSED, actor_id=user.pk).first()
                assert event is not None, (method, address, answer.status_code)
                assert event.actor_label == str(user)
    assert refused > 15


def test_a_search_of_somebody_else_is_named(client: Client, theirs: dict[str, str]) -> None:
    client.force_login(purchaser())
    assert client.get(f"/vi/account/searches/{theirs['saved']}/change/").status_code == 404
    assert client.get("/vi/account/searches/999999/change/").status_code == 404
    assert client.post(f"/vi/account/searches/{9**30}/delete/").status_code == 404
    event = AuditEvent.objects.get(verb=REFUSED)
    assert (event.subject_type, event.subject_id) == ("saved_searches.savedsearch", theirs["saved"])


def test_a_document_for_others_is_written_down(client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Contracts")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Board"))
    document = SiteDocument.objects.create(
        title="Contract", file=ContentFile(b"%PDF-1.4", name="contract.pdf"), collection=collection
    )
    address = f"/documents/{document.pk}/{document.filename}"
    client.get(address)
    assert not AuditEvent.objects.filter(verb=REFUSED).exists(), "a visitor has no name"
    client.force_login(purchaser())
    assert client.get(address).status_code == 302
    assert AuditEvent.objects.get(verb=REFUSED).subject_id == str(document.pk)


def test_knocking_is_bounded(client: Client) -> None:
    client.force_login(editor())
    for number in range(MAX_REFUSALS + 20):
        client.get(f"/admin/users/{number}/")
        client.get(WAGTAILS[number % len(WAGTAILS)])
    found = AuditEvent.objects.filter(verb=REFUSED).count()
    assert 1 <= found <= MAX_REFUSALS
