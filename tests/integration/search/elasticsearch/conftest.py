"""These tests look into what the Elasticsearch engine keeps on the cluster."""

from __future__ import annotations

import pytest

from tests.integration.search.places import ELASTICSEARCH


@pytest.fixture
def kind() -> str:
    return ELASTICSEARCH
