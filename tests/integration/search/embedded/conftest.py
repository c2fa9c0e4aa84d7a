"""These tests look into the embedded engine's own files and locks."""

from __future__ import annotations

import pytest

from tests.integration.search.places import EMBEDDED


@pytest.fixture
def kind() -> str:
    return EMBEDDED
