"""The engine that the settings name, opened when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import SearchEngine
from search.engines.elasticsearch.options import Options
from search.engines.embedded.engine import EmbeddedEngine

if TYPE_CHECKING:
    from search.engines.elasticsearch.engine import ElasticsearchEngine


def current_engine() -> SearchEngine:
    """Return this process's engine for the settings as they are now.

    Raises:
        ImproperlyConfigured: ``SEARCH_ENGINE`` names none of the engines.
    """
    if settings.SEARCH_ENGINE == "embedded":
        return _embedded(Path(settings.SEARCH_INDEX_DIR))
    if settings.SEARCH_ENGINE == "elasticsearch":
        return chosen_elasticsearch(Options.of_settings())
    raise ImproperlyConfigured(f"SEARCH_ENGINE is embedded or elasticsearch, not {settings.SEARCH_ENGINE!r}.")


@cache
def _embedded(directory: Path) -> EmbeddedEngine:
    return EmbeddedEngine(directory)


@cache
def chosen_elasticsearch(options: Options) -> ElasticsearchEngine:
    """Return this process's engine for the options; its client, a third of a second to load, is loaded only here."""
    module = import_module("search.engines.elasticsearch.engine")
    engine: ElasticsearchEngine = module.ElasticsearchEngine(options)
    return engine
