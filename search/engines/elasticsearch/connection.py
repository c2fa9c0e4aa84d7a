"""The way to the cluster: a client for each process, limits of time, and failures in our own words."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic
from typing import Any, Final, TypeVar
from weakref import WeakSet

from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from search.engines.base import EngineUnavailable, IndexMissing
from search.engines.elasticsearch.breaker import Breaker
from search.engines.elasticsearch.options import Options

_WRITE_SECONDS: Final = 10.0
_WRITE_RETRIES: Final = 2
_LEAST_SECONDS: Final = 0.01
_DOWN: Final = frozenset({429, 502, 503, 504})  # but 500 is what it makes of this one question
# What no later question will get past either: settings are wrong.
_REFUSED: Final[Mapping[int, str]] = {
    401: "the account is refused (ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY)",
    403: "the account lacks a right (docs/elasticsearch.md names those that it needs)",
}
_CERTIFICATE: Final = "the cluster's certificate cannot be trusted (ELASTICSEARCH_CA_CERT)"
_SETTINGS: Final = "there is no way to the cluster with these settings (ELASTICSEARCH_URLS, ELASTICSEARCH_CA_CERT)"
_left_behind: list[Elasticsearch | None] = []
Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)


class Connection:
    """Threads share the client; a forked child makes one of its own."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._start_anew()
        _connections.add(self)

    def _start_anew(self) -> None:
        self._lock = Lock()
        self._breaker = Breaker()
        self._client: Elasticsearch | None = None

    def leave_to_parent(self) -> None:
        """Forget the client, in a forked child: its sockets are the parent's, so they are neither used nor closed."""
        _left_behind.append(self._client)
        self._start_anew()

    def _connected(self) -> Elasticsearch:
        with self._lock:
            if self._client is None:
                try:
                    self._client = Elasticsearch(**self.options.of_client())
                except ValueError as reason:  # a visitor is not to see a fault for it
                    raise EngineUnavailable(f"{_SETTINGS}: {reason}") from reason
            return self._client

    def close(self) -> None:
        """Close the sockets; the next question opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def visit(self) -> Visit:
        """Begin a visitor's question."""
        return Visit(self, monotonic() + self.options.search_seconds)

    def read(self, send: Callable[[Elasticsearch], Answer], *, seconds: float) -> Answer:
        """Ask something within ``seconds``, of which a second node gets half where the first does not answer.

        Raises:
            IndexMissing: what is asked for is not there.
            EngineUnavailable: no answer, or none in time.
        """
        self._breaker.admit()
        client = self._connected().options(request_timeout=seconds / 2, max_retries=1, retry_on_timeout=True)
        try:
            with failures_told():
                answer = send(client)
        except EngineUnavailable as reason:
            if _is_down(reason.__cause__):
                self._breaker.failed(str(reason))
            raise
        self._breaker.succeeded()
        return answer

    def write(self, send: Callable[[Elasticsearch], Answer], *, patience: int = 1) -> Answer:
        """Change something, patiently. What is sent may arrive twice. Raises as ``read`` does.

        ``patience``: how many times as long as usual one request may take.
        """
        client = self._connected().options(
            request_timeout=_WRITE_SECONDS * patience, max_retries=_WRITE_RETRIES, retry_on_timeout=True
        )
        with failures_told():
            return send(client)


class Visit:
    """One visitor's question: several requests within one limit of time. ``is_degraded``: one was answered in part."""

    def __init__(self, connection: Connection, until: float) -> None:
        self._connection = connection
        self._until = until
        self.is_degraded = False

    @property
    def seconds_left(self) -> float:
        return self._until - monotonic()

    def search(self, index: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a search; shards that are slow are cut short before the request is given up.

        Raises:
            IndexMissing: there is no such index.
            EngineUnavailable: no answer, or no time is left to ask.
        """
        answer = self._ask(index, body)
        if answer["_shards"]["failed"]:  # a node has just left; what was begun there is found elsewhere now
            with suppress(EngineUnavailable):
                answer = self._ask(index, body)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            self.is_degraded = True
        return answer

    def _ask(self, index: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        seconds = self.seconds_left
        if seconds < _LEAST_SECONDS:
            raise EngineUnavailable("Elasticsearch has used up the time that a question may take")
        limited = {**body, "timeout": f"{max(int(seconds * 400), 1)}ms"}
        answer: Mapping[str, Any] = self._connection.read(
            lambda client: client.search(index=index, body=limited).body, seconds=seconds
        )
        return answer


@contextmanager
def failures_told() -> Iterator[None]:
    """Tell what the client raises as EngineUnavailable, with the reason."""
    try:
        yield
    except NotFoundError as reason:
        raise IndexMissing(_in_short(reason)) from reason
    except ApiError as reason:
        if not _is_down(reason):  # then it is ours: a query that it does not take
            logger.exception("Elasticsearch refused what it was asked")
        raise EngineUnavailable(_in_short(reason)) from reason
    except TransportError as reason:
        raise EngineUnavailable(_in_short(reason)) from reason


def _is_down(reason: BaseException | None) -> bool:
    if isinstance(reason, ApiError):
        return reason.status_code in _DOWN or reason.status_code in _REFUSED
    return isinstance(reason, TransportError)


def _in_short(reason: Exception) -> str:
    """Say in one line what is wrong: in our own words where somebody can mend it by a setting."""
    text = str(reason)[:300]
    if isinstance(reason, ApiError) and reason.status_code in _REFUSED:
        return f"{_REFUSED[reason.status_code]}: {text}"
    if isinstance(reason, TlsError):
        return f"{_CERTIFICATE}: {text.rpartition('SSLError(')[2].rstrip(')')}"
    if isinstance(reason, TransportError):
        return f"the cluster does not answer: {type(reason).__name__}: {text}"
    return f"{type(reason).__name__}: {text}"


_connections: WeakSet[Connection] = WeakSet()


def _after_fork() -> None:
    for connection in list(_connections):
        connection.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
