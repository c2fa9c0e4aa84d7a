"""The market behind the nginx that we ship the configuration of: who a client is, and what never comes through."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as site
from pytest_django.live_server_helper import LiveServer

from scripts.environment import ROOT
from scripts.services import SERVICES
from tests.factories.accounts import PASSWORD, UserFactory
from tests.integration.scripts.processes import wait
from tests.ports import free_port

pytestmark = [pytest.mark.nginx, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FOLDER = ROOT / "deployment" / "nginx"


@pytest.fixture
def proxy(live_server: LiveServer, tmp_path: Path, settings: Any) -> Iterator[int]:
    settings.TRUSTED_PROXY_COUNT = 1
    port = free_port()
    given = {
        "MARKET_LISTEN": f"127.0.0.1:{port}",
        "MARKET_UPSTREAM": urlsplit(live_server.url).netloc,
        "MARKET_PAGES": str(FOLDER),
    }
    text = (FOLDER / "market.conf.template").read_text(encoding="utf-8")
    server = re.sub(r"\$\{(\w+)\}", lambda name: given[name[1]], text).replace("/etc/nginx/tls", str(tmp_path / "tls"))
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; types {{ text/html html; }}\n{temporary}{server}\n}}\n"
    )
    command = [SERVICES["nginx"].address, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    with (tmp_path / "said").open("wb") as said:
        nginx = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ})
    try:
        wait(lambda: listens(port) or nginx.poll() is not None, 30)
        assert nginx.poll() is None, (tmp_path / "said").read_text()
        yield port
    finally:
        nginx.terminate()
        nginx.wait(10)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, method: str, path: str, *, source: str = "127.0.0.1", body: str = "", **headers: str) -> Any:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded", **sent})
        answer = connection.getresponse()
        answer.read()
        return answer


def sign_in(port: int, email: str, password: str, *, source: str, **headers: str) -> int:
    body = urlencode({"login": email, "password": password})
    origin = f"http://127.0.0.1:{port}"
    answer = ask(port, "POST", "/vi/account/login/", source=source, body=body, Origin=origin, **headers)
    return int(answer.status)


def test_limits_are_counted_for_the_client_that_the_proxy_saw(proxy: int) -> None:
    user = UserFactory.create()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    guesses = [
        sign_in(proxy, user.email, "not-it-at-all", source="127.0.0.2", X_Forwarded_For=f"66.66.66.{number}")
        for number in range(6)
    ]
    assert guesses == [200] * 5 + [429]
    assert sign_in(proxy, user.email, PASSWORD, source="127.0.0.3") == 302


def test_what_nginx_says_itself_bears_the_headers_of_the_site(proxy: int) -> None:
    documents = site.MEDIA_ROOT / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    (documents / "x.html").write_text("<script>alert(1)</script>")
    for path, status in (
        ("/media/documents/x.html", 404), ("/media/documents", 404), ("/media/%64ocuments/x.html", 404),
        ("/media//documents/x.html", 404), ("/media/goods/../documents/x.html", 404), ("/private/x", 404),
        ("/vi/goods/?q=" + "x" * 9_000, 414),
    ):  # fmt: skip
        answer = ask(proxy, "GET", path)
        assert answer.status == status, path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_neither_prefix_nor_foreign_host_comes_through(proxy: int) -> None:
    asked = ask(proxy, "GET", "/vi/account/", SCRIPT_NAME="/evil", X_Forwarded_Host="evil.example", X_Script_Name="/e")
    assert (asked.status, asked.headers["Location"]) == (302, "/vi/account/login/?next=/vi/account/")
