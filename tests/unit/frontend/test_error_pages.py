"""The pages of a bad moment need nothing but themselves."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

LANGUAGES = {"zh-hans": "zh-Hans", "vi": "vi", "en": "en"}


@pytest.mark.parametrize("code", ["400", "403", "404", "405", "413", "429"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_stands_without_context_and_leads_on_in_its_language(code: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{code}.html")
    assert f'<html lang="{LANGUAGES[language]}">' in html
    assert html.count("<h1>") == 1
    assert f'<a class="button" href="/{language}/' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_page_of_a_fault_speaks_three_languages_and_needs_no_script() -> None:
    html = render_to_string("500.html")
    for language, tag in LANGUAGES.items():
        assert f'href="/{language}/"' in html
        assert f'lang="{tag}"' in html
    assert "<script" not in html
