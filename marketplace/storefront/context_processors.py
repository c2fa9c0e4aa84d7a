"""What every page knows: languages, menus, who is looking. Nothing is asked of the database before it is shown."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from marketplace.reference import operator
from marketplace.storefront.alternates import alternates
from marketplace.storefront.navigation import Navigation, navigation
from marketplace.storefront.viewer import Presence, presence


class _Lazy:
    """Asks once, when a template first shows it."""

    def __init__(self, request: HttpRequest, code: str) -> None:
        self._request, self._code = request, code

    @cached_property
    def presence(self) -> Presence:
        return presence(self._request)

    @cached_property
    def navigation(self) -> Navigation:
        return navigation(self._code)


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the templates what base.html reads; see each name there."""
    code = get_language() or settings.LANGUAGE_CODE
    forms = alternates(request)
    lazy = _Lazy(request, code)
    return {
        "site_origin": settings.SITE_ADDRESS.rstrip("/"),
        "alternates": forms,
        "canonical_path": next((form.canonical for form in forms if form.is_current), ""),
        "viewer": lambda: lazy.presence.viewer,
        "basket_count": lambda: lazy.presence.basket_count,
        "main_nav": lambda: lazy.navigation.main,
        "foot_nav": lambda: lazy.navigation.foot,
        "operator_facts": lambda: operator.foot(code),
        "help_email": lambda: operator.value("email", code),
        "is_demonstration": operator.is_sample(),
    }
