"""Nothing of a request but what is in the key gets into a kept page, whoever asks first and whatever she sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.http.request import HttpHeaders
from django.test import Client

from marketplace.catalog.models import Pack
from marketplace.web import process_cache
from search import indexing
from tests.factories.companies import MembershipFactory

PATHS: Final = ("/vi/goods/", "/zh-hans/goods/{slug}/", "/vi/counties/", "/en/producers/", "/vi/search/?q=rice")
WRITTEN_BY_DJANGO: Final = ("django.", "wsgi.multi", "wsgi.run", "wsgi.errors", "CSRF_COOKIE_")
EVIL: Final = "/evil-6666"
# What each name that is read decides, and is held to by a test of this file.
READ: Final = {
    "REQUEST_METHOD": "GET and HEAD alone are kept",
    "PATH_INFO": "in the key",
    "QUERY_STRING": "in the key, in its one form",
    "wsgi.url_scheme": "in the key",
    "SERVER_NAME": "the host, where none is sent: refused unless it is ours",
    "SERVER_PORT": "belongs to SERVER_NAME",
    "HTTP_HOST": "refused unless it is ours, then replaced by the site's own",
    "HTTP_X_FORWARDED_HOST": "thrown away",
    "HTTP_X_FORWARDED_PROTO": "decides the scheme where a proxy is trusted; in the key",
    "HTTP_AUTHORIZATION": "who sends it gets no kept page",
    "HTTP_COOKIE": "session and messages: no kept page; the language does not count under an address that has one",
    "HTTP_ACCEPT_ENCODING": "one page, packed or plain",
    "HTTP_IF_NONE_MATCH": "304 or the page",
    "HTTP_USER_AGENT": "read by CommonMiddleware, which refuses some",
    "HTTP_ACCEPT": "read by nothing that draws",
    "CONTENT_TYPE": "of a body, which GET has not",
    "CONTENT_LENGTH": "of a body, which GET has not",
    "SCRIPT_NAME": "written by Django from FORCE_SCRIPT_NAME",
    "SCRIPT_URL": "a server's idea of SCRIPT_NAME",
    "REDIRECT_URL": "a server's idea of SCRIPT_NAME",
    "wsgi.input": "the body, which GET has not",
    "REMOTE_ADDR": "who asks",
    "HTTP_X_FORWARDED_FOR": "who asks",
}
HEADERS: Final = {
    "X_FORWARDED_HOST": "evil-6666.example",
    "X_FORWARDED_PORT": "6666",
    "X_FORWARDED_FOR": "66.66.66.66",
    "X_FORWARDED_PREFIX": EVIL,
    "X_FORWARDED_PROTO": "https",
    "FORWARDED": "for=66.66.66.66;host=evil-6666.example;proto=https",
    "X_SCRIPT_NAME": EVIL,
    "SCRIPT_NAME": EVIL,
    "PATH_INFO": EVIL,
    "X_ORIGINAL_URL": EVIL,
    "X_REWRITE_URL": EVIL,
    "X_HTTP_METHOD_OVERRIDE": "POST",
    "X_REAL_IP": "66.66.66.66",
    "ACCEPT_LANGUAGE": "en",
    "ACCEPT": "application/json",
    "ACCEPT_CHARSET": "utf-16",
    "ACCEPT_ENCODING": "gzip, br",
    "USER_AGENT": "evil-6666/1.0 (iPhone)",
    "REFERER": "https://evil-6666.example/",
    "ORIGIN": "https://evil-6666.example",
    "SEC_FETCH_SITE": "cross-site",
    "SEC_CH_UA_MOBILE": "?1",
    "SAVE_DATA": "on",
    "RANGE": "bytes=0-9",
    "IF_NONE_MATCH": 'W/"evil-6666"',
    "IF_MODIFIED_SINCE": "Sun, 29 Nov 2026 00:00:00 GMT",
    "X_REQUESTED_WITH": "XMLHttpRequest",
    "HX_REQUEST": "true",
}
HOSTILE: Final[dict[str, dict[str, str]]] = {
    "headers": {f"HTTP_{name}": value for name, value in HEADERS.items()},
    "cookies": {"HTTP_COOKIE": "django_language=en; csrftoken=evil6666; _ga=evil-6666; kiosk=evil-6666"},
    "prefix": {"SCRIPT_NAME": EVIL},
    "prefix by the server": dict.fromkeys(("SCRIPT_URL", "REDIRECT_URL", "REQUEST_URI", "RAW_URI"), EVIL),
    "host with a port": {"HTTP_HOST": "testserver:6666"},
    "another name of ours": {"HTTP_HOST": "localhost:6666", "SERVER_NAME": "localhost", "SERVER_PORT": "6666"},
    "person": {"REMOTE_ADDR": "66.66.66.66", "REMOTE_USER": "evil-6666"},
}


@pytest.fixture(params=PATHS)
def path(request: pytest.FixtureRequest, pack: Pack, settings: Any) -> str:
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    indexing.rebuild()
    return str(request.param).format(slug=pack.good.slug)


def forget() -> None:
    cache.clear()
    process_cache.clear()


def seen(response: Any) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, {**response.headers, "X-Cache": ""}


def plain(path: str) -> tuple[int, bytes, dict[str, str]]:
    answer = seen(Client().get(path))
    assert answer[0] == 200
    return answer


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_what_the_first_reader_sends_is_not_in_the_page_of_the_others(path: str, sent: dict[str, str]) -> None:
    forget()
    clean = plain(path)
    forget()
    Client().get(path, **sent)  # type: ignore[arg-type]
    assert plain(path) == clean
    assert b"6666" not in clean[1]


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_what_a_signed_in_reader_sends_is_not_in_what_visitors_get(path: str, sent: dict[str, str]) -> None:
    clean = plain(path)
    forget()
    reader = Client()
    reader.force_login(MembershipFactory.create().user)
    reader.get(path, **{name: value for name, value in sent.items() if name != "HTTP_COOKIE"})  # type: ignore[arg-type]
    assert plain(path) == clean


def test_a_head_that_comes_first_leaves_the_whole_page(path: str) -> None:
    clean = plain(path)
    forget()
    Client().head(path)
    assert plain(path) == clean


@pytest.mark.parametrize("query", ["utm_source=evil-6666", "fbclid=6666", "page=", "sort="])
def test_what_a_query_says_besides_is_not_in_the_page(path: str, query: str) -> None:
    clean = plain(path)
    forget()
    Client().get(path + ("&" if "?" in path else "?") + query)
    assert plain(path) == clean


def test_the_order_of_a_query_leaves_no_trace(pack: Pack) -> None:
    code = pack.good.category.code
    one, other = f"?category={code}&sort=price&in_season=1", f"?in_season=1&sort=price&category={code}"
    clean = plain(f"/vi/goods/{one}")
    forget()
    Client().get(f"/vi/goods/{other}")
    assert plain(f"/vi/goods/{one}") == clean


def test_secure_and_plain_requests_share_no_page(pack: Pack) -> None:
    Client().get("/vi/goods/", secure=True)
    assert Client().get("/vi/goods/")["X-Cache"] == "MISS"


class Recorder(dict[str, Any]):
    """An environment that notes which of its names are asked for."""

    def __init__(self, environ: dict[str, Any], names: set[str]) -> None:
        super().__init__(environ)
        self.names = names

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, set[str]]:
    names: set[str] = set()
    client = Client()
    answer: Callable[[dict[str, Any]], Any] = client.handler
    client.handler = lambda environ: answer(Recorder(environ, names))  # type: ignore[assignment]
    look_up = HttpHeaders.__getitem__

    def noted(headers: HttpHeaders, name: str) -> str:
        names.add(HttpHeaders.to_wsgi_name(name))
        return look_up(headers, name)

    monkeypatch.setattr(HttpHeaders, "__getitem__", noted)
    return client, names


def test_every_name_that_a_kept_page_reads_is_accounted_for(path: str, recorded: tuple[Client, set[str]]) -> None:
    client, names = recorded
    forget()
    assert client.get(path)["X-Cache"] == "MISS"
    ours = {name for name in names if not name.startswith(WRITTEN_BY_DJANGO)}
    assert ours <= READ.keys(), "either it is in the key, or it is replaced before a page is drawn; say which"
    assert {"PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_HOST"} <= ours  # the recorder records
