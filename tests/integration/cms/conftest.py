"""The demonstration's pages, planted once for all tests of a module; each test's own changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from cms.home.demo_content import load_content
from cms.stories.models import StoryPage
from marketplace.catalog.models import StorefrontRevision
from marketplace.reference import demo as reference
from marketplace.web import process_cache
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.factories.reference import CountyFactory

PLANTED_AT = datetime(2026, 11, 10, 2, 30, tzinfo=UTC)


def _say_nothing(what: str, count: int) -> None:
    """Take the place of the command's progress."""


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """How many pages were planted; they are there until the module's last test has ended."""
    with django_db_blocker.unblock(), transaction.atomic():
        StorefrontRevision.objects.get_or_create(pk=1)
        # The factory's counties must not take the codes of the real ones.
        CountyFactory.reset_sequence(900, force=True)  # type: ignore[no-untyped-call]  # factory_boy leaves it untyped
        reference.load(_say_nothing, now=PLANTED_AT)
        yield load_content(now=PLANTED_AT)
        transaction.set_rollback(True)


@pytest.fixture
def pages(planted: int, db: None) -> int:
    """The demonstration's pages, untouched."""
    process_cache.clear()
    return planted


@pytest.fixture(autouse=True)
def _language_of_before() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test does not inherit it."""
    before = translation.get_language()
    yield
    translation.activate(before or "zh-hans")


@pytest.fixture(autouse=True)
def _nothing_kept(settings: Settings, tmp_path: Path) -> None:
    """A change is seen at once, and the index is the test's own."""
    settings.STOREFRONT_REVISION_SECONDS = 0
    settings.SEARCH_INDEX_DIR = tmp_path / "search"


@pytest.fixture
def story(pages: int) -> StoryPage:
    """The story of the purple pottery, published."""
    page: StoryPage = StoryPage.objects.get(slug="jianshui-purple-pottery")
    return page


@pytest.fixture
def editor_client(pages: int) -> Client:
    """An editor at work."""
    editor = UserFactory.create(language="zh-hans", is_staff=True)
    editor.groups.set(Group.objects.filter(name="Editors"))
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def buyer_client() -> Client:
    """A signed-in buyer with a line in the basket."""
    user = UserFactory.create()
    MembershipFactory.create(user=user)
    BasketLineFactory.create(basket=BasketFactory.create(user=user))
    client = Client()
    client.force_login(user)
    process_cache.clear()
    return client
