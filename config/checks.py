"""What must hold before the site is served: always, that Django still honours what we lean on; in production, that
nothing of a demonstration is left. ``manage.py check --deploy`` says it, and the web server does not start without it.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register, run_checks
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from marketplace.reference import operator

TAG: Final = "market"
_SIMULATOR_HOSTS: Final = frozenset({"localhost", "single-window"})
_EXAMPLES: Final = ("example.com", "example.org", "example.net", ".example", ".invalid", ".test", "localhost")


def refuse_unfit() -> None:
    """End the process with a line for each fault, before it serves a page.

    Raises:
        SystemExit: something is wrong that ``manage.py check`` (in production ``--deploy``) names as well.
    """
    found = run_checks(tags=[TAG], include_deployment_checks=settings.PRODUCTION)
    faults = [f"{one.id}: {one.msg} {one.hint or ''}".strip() for one in found if one.is_serious()]
    if faults:
        sys.exit("The market does not start:\n" + "\n".join(faults))


@register(TAG)
def private_names_of_django(**_arguments: Any) -> list[CheckMessage]:
    """Two private names of Django are leaned on (ADR 10 and ``SiteAddress``); an upgrade may take them away."""
    return [*_origin_is_enough(), *_site_address_is_used()]


def _origin_is_enough() -> Iterator[CheckMessage]:
    middleware = CsrfViewMiddleware(lambda _request: HttpResponse())

    def answer(*, exempt: bool) -> HttpResponse | None:
        request = HttpRequest()
        request.method = "POST"
        request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
        if exempt:
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        middleware.process_request(request)
        return middleware.process_view(request, lambda _request: HttpResponse(), (), {})

    if answer(exempt=True) is not None:
        yield Error(
            "Django no longer honours request._dont_enforce_csrf_checks: every form would be refused.",
            hint="See docs/adr/0010-forms-are-protected-by-the-origin-header.md.",
            id="market.E001",
        )


def _site_address_is_used() -> Iterator[CheckMessage]:
    request = HttpRequest()
    request.META = {"SERVER_NAME": "asked.example", "SERVER_PORT": "6666"}
    request._current_scheme_host = "https://own.example"  # type: ignore[attr-defined]
    if request.build_absolute_uri("/a/") != "https://own.example/a/":
        yield Error(
            "Django no longer begins absolute addresses with request._current_scheme_host.",
            hint="See marketplace/storefront/middleware/site_address.py.",
            id="market.E002",
        )


Finding = tuple[bool, str, str]


@register(TAG, deploy=True)
def left_of_the_demonstration(**_arguments: Any) -> list[CheckMessage]:
    """Name what works on a desk and harms in production."""
    findings = [*_site(), *_processes(), *_single_window(), *_operator()]
    return [Error(text, id=f"market.E{number}") for is_wrong, number, text in findings if is_wrong]


def _site() -> Iterator[Finding]:
    address = urlsplit(settings.SITE_ADDRESS)
    hosts = settings.ALLOWED_HOSTS
    yield address.scheme != "https", "101", "SITE_ADDRESS must begin with https://: mails and QR codes lead there."
    yield (
        bool(address.path.strip("/") or address.query),
        "102",
        "SITE_ADDRESS is scheme and host alone.",
    )
    yield not _is_named(address, hosts), "103", "The host of SITE_ADDRESS must stand in ALLOWED_HOSTS."
    yield "*" in hosts, "104", "ALLOWED_HOSTS must name the hosts, not *."
    yield settings.DEMO_ALLOWED, "105", "DEMO_ALLOWED is on: the demonstration's sign-ins are published."
    yield not settings.STAFF_SECOND_FACTOR_REQUIRED, "106", "STAFF_SECOND_FACTOR_REQUIRED is off."
    yield not settings.LIMITS_ENABLED, "107", "LIMITS_ENABLED is off: passwords could be guessed without end."
    secret = settings.SECRET_KEY.startswith(("development-only", "tests-only"))
    yield secret, "108", "SECRET_KEY is the published one of development: whoever has read it can sign in as anybody."
    yield settings.DEBUG, "109", "DEBUG is on."


def _processes() -> Iterator[Finding]:
    local = str(settings.CACHES["default"]["BACKEND"]).endswith(("LocMemCache", "DummyCache"))
    yield (
        local and settings.WEB_WORKERS > 1,
        "201",
        "Several web processes with a cache of their own each: set CACHE_URL to redis://… (or WEB_WORKERS=1).",
    )
    yield (
        not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"),
        "202",
        "Mail goes nowhere but to files: set EMAIL_HOST.",
    )
    yield (
        settings.DEFAULT_FROM_EMAIL.rstrip("> ").endswith(_EXAMPLES),
        "203",
        "DEFAULT_FROM_EMAIL is an example address: no reply would arrive.",
    )


def _operator() -> Iterator[Finding]:
    yield (
        not operator.is_named(),
        "401",
        "Nobody is said to run the market: set OPERATOR_NAME, and OPERATOR_EMAIL or OPERATOR_PHONE.",
    )


def _single_window() -> Iterator[Finding]:
    address = urlsplit(settings.CLEARANCE_BASE_URL)
    yield (
        _is_simulator(address),
        "301",
        "CLEARANCE_BASE_URL is the simulator's: nothing would be declared.",
    )
    yield address.scheme != "https", "302", "CLEARANCE_BASE_URL must begin with https://: it carries declarations."
    named: dict[str, Callable[[str], bool]] = {
        "CLEARANCE_PLATFORM_CODE": lambda value: "DEM" in value,
        "CLEARANCE_PLATFORM_NAME": lambda value: "DEMO" in value or "演示" in value,
        "CLEARANCE_DXP_ID": lambda value: "DEMO" in value,
        "CLEARANCE_RECEIVER_ID": lambda value: "DEMO" in value,
    }
    for at, (name, is_made_up) in enumerate(named.items()):
        yield (
            is_made_up(getattr(settings, name)),
            f"30{at + 3}",
            f"{name} is the demonstration's: no customs knows it.",
        )


def _is_named(address: SplitResult, hosts: list[str]) -> bool:
    host = (address.hostname or "").lower()
    return any(host == name.lower() or (name.startswith(".") and f".{host}".endswith(name.lower())) for name in hosts)


def _is_simulator(address: SplitResult) -> bool:
    host = (address.hostname or "").lower()
    if host in _SIMULATOR_HOSTS or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return not host
