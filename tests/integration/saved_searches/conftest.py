"""A market small enough to know what fits, with an index of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from marketplace.accounts.models import User
from marketplace.catalog.models import Good
from marketplace.saved_searches.models import SavedSearch
from marketplace.saved_searches.services import note_changed_documents, save_search
from search import indexing
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory

LATER = timedelta(minutes=5)


@pytest.fixture
def own_index(tmp_path: Path, settings: Settings, db: None) -> None:
    """An index with one pomelo in it, which everybody has seen."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    good(name_en="Old pomelo", name_vi="Bưởi cũ", name_zh_hans="老柚子")
    indexing.rebuild()


def good(**fields: Any) -> Good:
    made: Good = GoodFactory.create(**fields)
    return made


def publish(now: datetime, **fields: Any) -> Good:
    """Make a good, write it to the index and note that it changed, as the outbox's handler does."""
    made = good(published_at=now, **fields)
    rewrite(made, now)
    return made


def rewrite(changed: Good, now: datetime) -> None:
    """Write a good to the index as it is by now, and note the change."""
    indexing.upsert([f"good:{changed.sku}"])
    note_changed_documents(ids=[f"good:{changed.sku}"], now=now)


def save(user: User | None = None, q: str = "pomelo", *, now: datetime, **fields: Any) -> SavedSearch:
    """Keep a search of somebody, who is told of news."""
    values: dict[str, Any] = {"lang": "vi", "params": {}, "name": "", "notify": True} | fields
    owner = user or UserFactory.create()
    return save_search(user_id=owner.pk, q=q, now=now, **values)
