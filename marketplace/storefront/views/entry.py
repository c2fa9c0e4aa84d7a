"""The bare address of the site leads everybody to the home page in her own language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.storefront import languages


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """Redirect to ``/<lang>/``: the account's language, else the cookie's, the browser's, English."""
    user = request.user
    code = user.language if isinstance(user, User) else languages.preferred(request)
    response = redirect(f"/{code}/")
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
