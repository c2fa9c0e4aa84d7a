"""Where the cluster is and how it is spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``search_seconds``: what one visitor's question may take in all, every request and retry included.

    ``refresh_writes``: a writer waits until what it wrote can be found. ``prefix``: of the names of all our indices.
    """

    urls: tuple[str, ...]
    prefix: str
    api_key: str = ""
    username: str = ""
    password: str = ""
    ca_cert: str = ""
    shards: int = 1
    search_seconds: float = 0.7
    refresh_writes: bool = False

    @classmethod
    def of_settings(cls) -> Self:
        """Return what the settings say now."""
        return cls(
            urls=tuple(settings.ELASTICSEARCH_URLS),
            prefix=settings.ELASTICSEARCH_INDEX_PREFIX,
            api_key=settings.ELASTICSEARCH_API_KEY,
            username=settings.ELASTICSEARCH_USERNAME,
            password=settings.ELASTICSEARCH_PASSWORD,
            ca_cert=settings.ELASTICSEARCH_CA_CERT,
            shards=settings.ELASTICSEARCH_SHARDS,
            search_seconds=settings.ELASTICSEARCH_SEARCH_SECONDS,
            refresh_writes=settings.ELASTICSEARCH_REFRESH_WRITES,
        )

    def of_client(self) -> dict[str, Any]:
        """Return the client's arguments."""
        found: dict[str, Any] = {"hosts": list(self.urls)}
        if self.api_key:
            found["api_key"] = self.api_key
        elif self.username:
            found["basic_auth"] = (self.username, self.password)
        if self.ca_cert:
            found["ca_certs"] = self.ca_cert
        return found
