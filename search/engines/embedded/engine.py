from pathlib import Path
from typing import Any

from search.engines.base import EngineUnavailable, Health


class EmbeddedEngine:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def search(self, request: Any) -> Any:
        raise EngineUnavailable("being built")

    def suggest(self, **options: Any) -> Any:
        raise EngineUnavailable("being built")

    def apply(self, ids: Any, *, resolve: Any) -> None: ...

    def index(self, documents: Any) -> None: ...

    def delete(self, ids: Any) -> None: ...

    def rebuild(self, documents: Any, *, resolve: Any) -> int:
        return sum(1 for _ in documents)

    def fingerprints(self) -> dict[str, str]:
        return {}

    def health(self) -> Health:
        return Health(is_ready=True, generation="", documents=0)
