"""What every answer bears, whoever made it: pages, errors, files, redirects, and what the other middlewares refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_POLICY: Final = "Content-Security-Policy"


class StrictHeaders:
    """Stands outside the page cache, and gives the site's policy to what left without one of its own.

    ``CSPMiddleware`` stands further in and knows of exemptions for one answer; what is refused, or goes wrong, before
    a request has come that far would leave without any policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _POLICY not in response.headers:
            response.headers[_POLICY] = self._policy
        return response

    @cached_property
    def _policy(self) -> str:
        return str(build_policy())
