"""A small market and people who look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from marketplace.catalog.models import Pack, StorefrontRevision
from marketplace.web import process_cache
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory, PictureFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory


@pytest.fixture(autouse=True)
def _language_of_before() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test does not inherit it."""
    before = translation.get_language()
    yield
    translation.activate(before or "zh-hans")


@pytest.fixture(autouse=True)
def _revision(db: None) -> None:
    StorefrontRevision.objects.get_or_create(pk=1)


@pytest.fixture
def pack() -> Pack:
    """A carton of red rice with two breaks and a picture."""
    pack: Pack = PackFactory.create()
    PictureFactory.create(good=pack.good, file="goods/rice.jpg", position=0)
    return pack


@pytest.fixture
def buyer_client(client: Client) -> Client:
    """A signed-in buyer with a line in the basket."""
    user = UserFactory.create()
    MembershipFactory.create(user=user)
    BasketLineFactory.create(basket=BasketFactory.create(user=user))
    client.force_login(user)
    process_cache.clear()
    return client
