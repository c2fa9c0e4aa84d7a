"""What the security policy and the house rules ask of templates: each test reads them all and names every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.env import BASE_DIR

TEMPLATES = BASE_DIR / "frontend" / "templates"
STATIC = BASE_DIR / "frontend" / "static"
BLOCKED = {
    r"\sstyle\s*=": "a style attribute is blocked by the policy",
    r"<style\b": "a style element is blocked by the policy",
    r"\son[a-z]+\s*=\s*[\"']": "an event attribute is blocked by the policy",
}
SYMBOLS = frozenset(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


def inline(name: str, text: str) -> Iterator[str]:
    text = without_comments(text)
    yield from (why for pattern, why in BLOCKED.items() if re.search(pattern, text))
    for tag in re.findall(r"<script\b[^>]*>", text):
        if "src=" not in tag and 'type="application/ld+json"' not in tag:
            yield f"an inline script is blocked by the policy: {tag}"


def foreign(name: str, text: str) -> Iterator[str]:
    yield from re.findall(r"(?:src|srcset)\s*=\s*[\"'](?:https?:)?//[^\"']*", without_comments(text))
    yield from re.findall(r"<link\b[^>]*href=[\"'](?:https?:)?//[^>]*", text)


def unsaid(name: str, text: str) -> Iterator[str]:
    if Path(name).name.startswith("_") and not text.startswith("{# Needs"):
        yield "a partial begins with what it needs"


def no_symbol(name: str, text: str) -> Iterator[str]:
    yield from sorted(set(re.findall(r"\{% icon [\"']([\w-]+)[\"']", text)) - SYMBOLS)


def no_file(name: str, text: str) -> Iterator[str]:
    for address in re.findall(r"\{% asset [\"']([\w./-]+)[\"']", text):
        if ("/" in address or address.endswith(".svg")) and not (STATIC / address).is_file():
            yield address


def faults(find: Callable[[str, str], Iterator[str]]) -> list[str]:
    """What one check finds in all templates, each fault beside the template's name."""
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert paths, "there are templates"
    names = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return [f"{name}: {fault}" for name, text in names.items() for fault in find(name, text)]


def test_no_template_has_an_inline_style_or_an_inline_script() -> None:
    assert faults(inline) == []


def test_no_template_asks_a_foreign_host_for_anything() -> None:
    assert faults(foreign) == []


def test_every_partial_says_what_it_needs() -> None:
    assert faults(unsaid) == []


def test_every_icon_is_in_the_sprite() -> None:
    assert faults(no_symbol) == []


def test_every_named_file_exists() -> None:
    assert faults(no_file) == []


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (inline, '<p style="color: red">'),
        (inline, "<style>p {}</style>"),
        (inline, "<a onclick='go()'>"),
        (inline, "<script>go()</script>"),
        (foreign, '<img src="https://elsewhere.example/a.png">'),
        (foreign, "<img srcset='//elsewhere.example/a.png 2x'>"),
        (foreign, '<link rel="stylesheet" href="//elsewhere.example/a.css">'),
        (unsaid, "<p>What is this for?</p>"),
        (no_symbol, '{% icon "of-no-symbol" %}'),
        (no_file, '{% asset "pictures/of-nobody.jpg" %}'),
    ],
)
def test_each_check_finds_its_fault(find: Callable[[str, str], Iterator[str]], text: str) -> None:
    assert list(find("goods/_row.html", text)) != []
