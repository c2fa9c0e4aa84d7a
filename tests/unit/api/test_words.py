"""What the API says about one field, and which language tags it takes."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation

from marketplace.api.faults import sentence
from marketplace.api.languages import DEFAULT, Language, language_of


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh", "zh-hans"), ("zh-CN", "zh-hans"), ("zh_Hans", "zh-hans"), ("VI", "vi"), ("vi-VN", "vi"), ("en-GB", "en")],
)
def test_tags_that_others_write_mean_the_same_language(tag: str, language: str) -> None:
    assert Language(tag) == language


@pytest.mark.parametrize("tag", ["", "tlh", "x" * 20_000, "\x00", "-vi"])
def test_tags_of_no_language_of_ours_are_refused_and_refusals_are_english(tag: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Language"):
        Language(tag)
    assert language_of(RequestFactory().get("/", {"lang": tag})) == DEFAULT


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"type": "missing"}, "This is missing."),
        ({"type": "int_parsing"}, "Send a whole number."),
        ({"type": "string_type"}, "Send a text."),
        ({"type": "greater_than_equal", "ctx": {"ge": 1}}, "Send at least 1."),
        ({"type": "less_than_equal", "ctx": {"le": 100}}, "Send at most 100."),
        ({"type": "string_too_long", "ctx": {"max_length": 60}}, "Send at most 60 characters."),
        ({"type": "of_a_later_release"}, "This value cannot be used."),
        ({}, "This value cannot be used."),
    ],
)
def test_every_fault_has_a_sentence(fault: dict[str, object], words: str) -> None:
    with translation.override("en"):
        assert sentence(fault) == words
