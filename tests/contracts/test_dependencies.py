"""What is chosen is explained, and what is locked names no registry."""

from __future__ import annotations

import re

import pytest

from scripts.environment import ROOT

REQUIREMENTS = ROOT / "requirements"


def chosen() -> set[str]:
    lines = [line for name in ("base.in", "test.in") for line in (REQUIREMENTS / name).read_text().splitlines()]
    return {found[0].lower() for line in lines if (found := re.match(r"[A-Za-z][\w-]*", line))}


def test_every_chosen_package_has_its_line_and_every_line_its_package() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    explained = {name.strip().lower() for row in rows for name in row.split(",")} - {"package"}
    assert explained == chosen()


@pytest.mark.parametrize("lock", ["base.txt", "test.txt"])
def test_a_lock_has_a_hash_for_every_package_and_names_no_host(lock: str) -> None:
    text = (REQUIREMENTS / lock).read_text()
    pins = re.findall(r"^[\w.\[\],-]+==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert all(
        block.count("--hash=sha256:") for block in re.split(r"^(?=[\w.\[\],-]+==)", text, flags=re.MULTILINE)[1:]
    )
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_the_test_lock_holds_the_run_time_lock() -> None:
    base, test = (
        set(re.findall(r"^[\w.\[\],-]+==\S+", (REQUIREMENTS / name).read_text(), re.MULTILINE))
        for name in ("base.txt", "test.txt")
    )
    assert base <= test
