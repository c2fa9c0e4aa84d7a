"""What gunicorn says itself, before a request has come as far as the market: too long, malformed, not HTTP."""

from __future__ import annotations

import html
from typing import Any, Final

from gunicorn import util

# What every answer of the site bears (StrictHeaders, SecurityMiddleware, XFrameOptionsMiddleware), for a page that has
# nothing but its text.
HEADERS: Final = {
    "Connection": "close",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_SENTENCES: Final = {
    "zh-Hans": "无法读取此请求。请缩短网址或减少筛选条件后重试。",
    "vi": "Không đọc được yêu cầu này. Mời bạn rút ngắn địa chỉ hoặc bớt điều kiện lọc rồi thử lại.",
    "en": "This request cannot be read. Shorten the address or choose fewer filters, then try again.",
}


def page(reason: str) -> bytes:
    """Return the whole page, in the three languages of the market: nothing of the request has been read."""
    said = "".join(f'<p lang="{code}">{sentence}</p>' for code, sentence in _SENTENCES.items())
    title = html.escape(reason)
    return f'<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1>{said}</html>\n'.encode()


def write_error(sock: Any, status_int: int, reason: str, mesg: str) -> None:  # noqa: ARG001 - gunicorn's signature
    """Take the place of ``gunicorn.util.write_error``, whose page bears no headers and repeats what was sent."""
    body = page(reason)
    lines = [f"HTTP/1.1 {status_int} {reason}", *(f"{name}: {value}" for name, value in HEADERS.items())]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    util.write_nonblock(sock, head.encode("latin-1") + body)


def install() -> None:
    """Let gunicorn, which has no setting for it, use ours."""
    util.write_error = write_error
