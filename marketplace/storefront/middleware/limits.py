"""How often whom: the addresses that are limited, and the answer to who asks too often (429).

Source: docs/adr/0023-limits-are-counted-where-they-are-dear.md, draft-ietf-httpapi-ratelimit-headers-10
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_supported_language_variant

from marketplace.accounts import known_browsers
from marketplace.kernel.refusals import facts_of, sentence
from marketplace.limits import memory, rates, services
from marketplace.limits.clients import client_address
from marketplace.limits.errors import LimitReached
from marketplace.limits.rates import MICROSECONDS, Rate, Verdict

_READS: Final = frozenset({"GET", "HEAD"})
_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_API: Final = "/api/"
_COOL_DOWN_SECONDS: Final = 10  # of what allauth limits itself: one code, then a pause


@dataclass(frozen=True, slots=True)
class Rule:
    """``is_dear``: counted in the database, over all processes. ``asks``: only with this field in the query."""

    rate: Rate
    methods: frozenset[str] = _WRITES
    is_dear: bool = True
    asks: str = ""


# By the name of the view. Wrong passwords and second factors are counted where they are looked at, in ``accounts``.
_RULES: Final[Mapping[str, Rule]] = {
    "account_signup": Rule(rates.SIGN_UPS),
    "account_reset_password": Rule(rates.PASSWORD_RESETS),
    **dict.fromkeys(
        (
            "account_reset_password_from_key", "account_email_verification_sent", "account_reauthenticate",
            "account_change_password", "account_email", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
        ),
        Rule(rates.CODES),
    ),
    "storefront:checkout": Rule(rates.ORDERS),
    "storefront:search": Rule(rates.SEARCHES, _READS, is_dear=False, asks="q"),
    "kiosk:take": Rule(rates.HAND_OVERS, _READS | _WRITES),
    "kiosk:take-by-hand": Rule(rates.HAND_OVERS, _READS, asks="code"),
}  # fmt: skip
_API_RULES: Final[Mapping[str, Rule]] = {
    "/api/v1/search": Rule(rates.SEARCHES, _READS, is_dear=False),
    "/api/v1/suggest": Rule(rates.SUGGESTIONS, _READS, is_dear=False),
    "/api/v1/orders": Rule(rates.ORDERS),
}
_REST_OF_API: Final = Rule(rates.API, _READS | _WRITES | {"OPTIONS"}, is_dear=False)


class Limits:
    """Stands where it is known who is signed in. Hits of the page cache never come here, and are not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        verdict: Verdict | None = getattr(request, "limit_verdict", None)
        if verdict is not None and "RateLimit" not in response.headers:
            _describe(response, verdict)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Count the request, and answer 429 in place of the view where it is one too many."""
        rule = _rule(request)
        if rule is None:
            return None
        verdict = _consume(rule, caller(request))
        if verdict.is_allowed and rule.rate is rates.PASSWORD_RESETS:
            verdict = _mails_to(request) or verdict
        if not verdict.is_allowed:
            return refused(request, verdict)
        if request.path_info.startswith(_API):
            request.limit_verdict = verdict  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refused(request, error.verdict) if isinstance(error, LimitReached) else None


def caller(request: HttpRequest) -> str:
    """Return whose quota a request uses: the account's, else the client address's."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if has_session and request.user.is_authenticated:
        return f"account:{request.user.pk}"
    return f"address:{client_address(request.META)}"


def refused(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Answer 429, as JSON to programs and as a page in the reader's language to people."""
    response = (
        _problem(request, verdict) if request.path_info.startswith(_API) else _page(request, verdict.retry_after)
    )
    response.headers["Retry-After"] = str(verdict.retry_after)
    response.headers["Cache-Control"] = "private, no-store"
    _describe(response, verdict)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """Draw the page for what allauth limits itself (``handler429``)."""
    response = _page(request, _COOL_DOWN_SECONDS)
    response.headers["Retry-After"] = str(_COOL_DOWN_SECONDS)
    return response


def _rule(request: HttpRequest) -> Rule | None:
    path = request.path_info
    if path.startswith(_API):
        rule = _API_RULES.get(path.rstrip("/"), _REST_OF_API)
        return rule if request.method in rule.methods else _REST_OF_API
    match = request.resolver_match
    found = _RULES.get(match.view_name) if match else None
    if found is None or request.method not in found.methods:
        return None
    return found if not found.asks or request.GET.get(found.asks, "").strip() else None


def _consume(rule: Rule, who: str) -> Verdict:
    if rule.is_dear:
        return services.consume(rate=rule.rate, who=who, now=timezone.now())
    return memory.consume(rate=rule.rate, who=who, now=int(time.time() * MICROSECONDS))


def _mails_to(request: HttpRequest) -> Verdict | None:
    """Count the mails that one address is sent, unless a browser asks that its owner has signed in with."""
    email = request.POST.get("email", "")[:254]
    if not email or known_browsers.known_as(request.COOKIES.get(known_browsers.COOKIE, ""), email):
        return None
    who = f"email:{email.strip().casefold()}"
    found = services.consume(rate=rates.PASSWORD_RESETS_OF_ADDRESS, who=who, now=timezone.now())
    return None if found.is_allowed else found


def _describe(response: HttpResponse, verdict: Verdict) -> None:
    rate = verdict.rate
    response.headers["RateLimit-Policy"] = f'"{rate.name}";q={rate.quota};w={rate.seconds}'
    response.headers["RateLimit"] = f'"{rate.name}";r={verdict.remaining};t={verdict.reset_after}'


def _page(request: HttpRequest, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    return render(request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)


def _problem(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """A Problem as the API describes it, in the language of ``lang``."""
    try:
        language = get_supported_language_variant(request.GET.get("lang", "en")[:20])
    except LookupError:
        language = "en"
    with translation.override(language):
        refusal = LimitReached(verdict)
        body = {"code": refusal.code, "detail": sentence(refusal), "data": facts_of(refusal)}
    return JsonResponse(body, status=HTTPStatus.TOO_MANY_REQUESTS, json_dumps_params={"ensure_ascii": False})
