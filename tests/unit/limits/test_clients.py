"""Whose request it is, as far as nobody but the site's own proxies can say."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.limits.clients import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "", "10.0.0.9"),
        (0, "66.66.66.66", "10.0.0.9"),  # nobody stands before us: a client wrote that herself
        (1, "", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "66.66.66.66, 203.0.113.7", "203.0.113.7"),
        (1, "66.66.66.66,,  203.0.113.7 ,", "203.0.113.7"),
        (2, "66.66.66.66, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (1, "unknown", ""),
        (1, "<script>", ""),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:bbbb::9]", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_client_is_who_the_outermost_proxy_saw(settings: Any, proxies: int, forwarded: str, client: str) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    meta = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(meta) == client


def test_a_request_without_an_address_is_of_nobody(settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = 0
    assert not client_address({})
