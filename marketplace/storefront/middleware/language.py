"""The language of a request is the one in its address; where there is none, the reader's own.

In place of Django's ``LocaleMiddleware``, which answers an unknown address without a language by a redirect into one:
with a page tree that takes every address that would hide each 404 behind a 302.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from marketplace.kernel.formats import bcp47
from marketplace.storefront import languages


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_path = languages.of_path(request.path_info)
        code = of_path or languages.preferred(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        if of_path is None:
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", bcp47(code))
        return response
