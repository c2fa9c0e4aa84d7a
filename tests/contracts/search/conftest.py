"""The places of the search's own tests."""

from __future__ import annotations

from tests.integration.search.conftest import elasticsearch_place, market_places

__all__ = ["elasticsearch_place", "market_places"]
