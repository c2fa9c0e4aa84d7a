"""The texts that people are told things in."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest

from marketplace.notifications.telling import notices

LANGUAGES = ("zh", "vi", "en")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("notice", notices().values(), ids=lambda notice: notice["key"])
def test_the_languages_of_a_notice_say_the_same_things(notice: dict[str, Any]) -> None:
    for part in ("subject", "body", "short"):
        asked = {language: fields(notice[f"{part}_{language}"]) for language in LANGUAGES}
        assert asked["zh"] == asked["vi"] == asked["en"], part
        assert asked["en"] <= set(notice["placeholders"])


@pytest.mark.parametrize("notice", notices().values(), ids=lambda notice: notice["key"])
def test_after_the_greeting_a_mail_begins_with_a_capital_letter(notice: dict[str, Any]) -> None:
    for language in LANGUAGES:
        for text in (notice[f"subject_{language}"], notice[f"body_{language}"]):
            assert text[0] == text[0].upper(), text
