"""Which client a request comes from, also behind proxies."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from django.conf import settings

# A household or an office has all the addresses of one such network.
_NETWORK_BITS: Final = 64
UNKNOWN: Final = ""


def client_address(meta: Mapping[str, Any]) -> str:
    """Return the client's address; one that nobody but the proxies of this site has said.

    Each of ``TRUSTED_PROXY_COUNT`` proxies adds to ``X-Forwarded-For`` where its request came from, so the client
    stands at that place from the right; all that is left of it the client may have written herself. Without a proxy
    the header is not looked at.

    Args:
        meta: ``request.META``.
    Returns:
        An IPv4 address, or the network (/64) of an IPv6 address; ``""`` where neither can be told.
    """
    said = str(meta.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies:
        hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
        if hops:
            said = hops[-min(proxies, len(hops))]
    return _written(said)


def _written(said: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(said.strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((address, _NETWORK_BITS), strict=False).network_address)
        address = address.ipv4_mapped
    return str(address)
