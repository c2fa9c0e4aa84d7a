"""What the content security policy and the house rules ask of every template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.env import BASE_DIR

TEMPLATES = BASE_DIR / "frontend" / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PARTIALS = [name for name in ALL if Path(name).name.startswith("_")]


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", ALL)
def test_a_template_has_no_inline_style_and_no_inline_script(name: str) -> None:
    text = without_comments(text_of(name))
    assert not re.search(r"\sstyle\s*=", text), "a style attribute is blocked by the policy"
    assert not re.search(r"<style\b", text), "a style element is blocked by the policy"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event attribute is blocked by the policy"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/ld+json"' in tag, tag


@pytest.mark.parametrize("name", ALL)
def test_a_template_asks_no_foreign_host_for_anything(name: str) -> None:
    sources = re.findall(r"(?:src|srcset)\s*=\s*[\"'](https?:)?//", without_comments(text_of(name)))
    assert not sources
    assert not re.search(r"<link\b[^>]*href=[\"'](https?:)?//", text_of(name))


@pytest.mark.parametrize("name", PARTIALS)
def test_a_partial_says_what_it_needs(name: str) -> None:
    assert text_of(name).startswith("{# Needs"), name


@pytest.mark.parametrize("name", ALL)
def test_every_icon_is_in_the_sprite(name: str) -> None:
    sprite = (BASE_DIR / "frontend/static/icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    used = set(re.findall(r"\{% icon [\"']([\w-]+)[\"']", text_of(name)))
    assert used <= known, used - known


@pytest.mark.parametrize("name", ALL)
def test_every_named_file_exists(name: str) -> None:
    for address in re.findall(r"\{% asset [\"']([\w./-]+)[\"']", text_of(name)):
        if "/" in address or address.endswith(".svg"):
            assert (BASE_DIR / "frontend/static" / address).is_file(), address
