"""What a visitor is shown of a document."""

from __future__ import annotations

from search.engines.shown import Shown, suggestions


def named(name: str) -> Shown:
    return {"n": {"en": name}, "t": "good", "s": name.upper(), "u": f"goods/{name}/"}


def test_names_are_read_one_by_one_until_there_are_enough_different_ones() -> None:
    documents = iter([named("tea"), named("tea"), named("tofu"), named("rice")])
    assert [one.text for one in suggestions(documents, "en", 2)] == ["tea", "tofu"]
    assert next(documents) == named("rice")


def test_where_there_are_too_few_names_all_are_shown() -> None:
    assert [(one.text, one.sku, one.url) for one in suggestions([named("tea")], "en", 8)] == [
        ("tea", "TEA", "/en/goods/tea/")
    ]
    assert suggestions([], "en", 8) == []
