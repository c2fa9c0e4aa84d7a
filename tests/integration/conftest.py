"""What tests that go through addresses need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_of_the_thread() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test does not inherit it."""
    before = translation.get_language()
    yield
    translation.activate(before or "zh-hans")
