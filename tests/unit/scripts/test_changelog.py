"""What users notice is written down in a form from which a release can be cut."""

from __future__ import annotations

import pytest

from scripts import changelog
from scripts.environment import ROOT

GOOD = """# Changes

What users notice, newest first.

## Unreleased

- A sentence that
  goes on.
- Another one!

## 1.10.0 (2026-11-29)

- New.

## 1.9.0 (2026-10-01)

- Old.
"""


def test_ours_is_in_its_form() -> None:
    assert list(changelog.faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))) == []


def test_a_good_one_has_no_faults_and_after_a_release_the_first_section_is_empty() -> None:
    assert list(changelog.faults(GOOD)) == []
    assert list(changelog.faults(GOOD.replace("- A sentence that\n  goes on.\n- Another one!\n", ""))) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("# Changes", "# News", "title"),
        ("## Unreleased\n\n- A sentence that\n  goes on.\n- Another one!\n", "", "not “## Unreleased”"),
        ("## 1.10.0 (2026-11-29)", "## Unreleased", "twice"),
        ("## 1.10.0 (2026-11-29)", "## 1.10 (2026-11-29)", "form"),
        ("## 1.10.0 (2026-11-29)", "## 1.8.0 (2026-11-29)", "newest first"),
        ("## 1.10.0 (2026-11-29)", "## 1.9.0 (2026-11-29)", "newest first"),
        ("- Another one!", "- Another one", "whole sentence"),
        ("- Another one!", "- Another one!\nand more.", "not set in"),
        ("- Another one!", "Another one!", "not set in"),
        ("- Another one!", "- A sentence that goes on.", "twice"),
        ("- New.\n", "", "has no point"),
        ("- New.\n", "- New.\n<<<<<<< HEAD\n", "conflict"),
        ("newest first.", "newest first.\n\n- Here.", "before the first section"),
    ],
)
def test_what_is_wrong_is_said(before: str, after: str, said: str) -> None:
    assert before in GOOD
    assert said in " ".join(changelog.faults(GOOD.replace(before, after, 1)))
