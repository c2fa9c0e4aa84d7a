"""What stands in the root for people: each path it names is there, and nothing in it leads out of the project."""

from __future__ import annotations

import re

import pytest

from scripts.environment import ROOT

HOSTS = re.compile(r"https?://|git@|\brev:")


def test_security_names_what_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:docs|config|tests|storefront|accounts)/[\w/.]+|test_\w+\.py)`", text)
    assert len(named) > 10
    places = (ROOT, ROOT / "tests" / "integration")
    assert [one for one in named if not any((place / one).exists() for place in places)] == []
    records = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("0*.md")}
    assert {f"{int(number):04}" for number in re.findall(r"ADR (\d+)", text)} <= records


def test_hooks_before_a_commit_call_our_own_tools_alone() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert not HOSTS.search(text)
    entries = re.findall(r"entry: (\S+)", text)
    assert entries
    assert all(entry.startswith(".venv/bin/") for entry in entries)
    assert text.count("language: system") == len(entries)
    modules = re.findall(r"python -m ([\w.]+)", text)
    assert all((ROOT / f"{module.replace('.', '/')}.py").is_file() for module in modules)


def test_the_licence_is_named_where_packages_name_it() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("Copyright")
    assert 'license-files = ["LICENSE"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"license": "UNLICENSED"' in (ROOT / "package.json").read_text(encoding="utf-8")


@pytest.fixture
def numbers() -> list[int]:
    return sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_every_gap_between_decision_records_is_explained(numbers: list[int]) -> None:
    text = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    ranges = [range(int(first), int(last) + 1) for first, last in re.findall(r"(\d+) to (\d+)", text)]
    explained = {number for one in ranges for number in one} | {int(one) for one in re.findall(r"\b(\d+)\b", text)}
    assert len(numbers) == len(set(numbers)), "two records have one number"
    assert set(range(1, numbers[-1])) - set(numbers) <= explained


def test_a_record_begins_with_its_number() -> None:
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name
