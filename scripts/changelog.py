"""Hold CHANGELOG.md in its form, so that a release can be cut from it: ``python -m scripts.changelog``.

A title, a sentence, then sections, the first of which is ``## Unreleased``: the place of a user-visible change. A
release is ``## 1.2.0 (2026-11-29)``, newest first. Below a section stand only points: whole sentences.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from scripts.environment import ROOT

UNRELEASED: Final = "Unreleased"
_RELEASE: Final = re.compile(r"(\d+)\.(\d+)\.(\d+) \((\d{4}-\d{2}-\d{2})\)")
_ENDS: Final = (".", "!", "?", "”", ")", "。")


def main() -> int:
    """Print what is wrong; the exit code is 0 when nothing is."""
    wrong = list(faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    for fault in wrong:
        print(f"CHANGELOG.md: {fault}")
    return 1 if wrong else 0


def faults(text: str) -> Iterator[str]:
    """Yield what is wrong with a text of changes, in whole sentences."""
    if not text.startswith("# Changes\n"):
        yield "it does not begin with the title “# Changes”"
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    if re.search(r"^- ", head, re.MULTILINE):
        yield "a point stands before the first section"
    titles = [section.partition("\n")[0].strip() for section in sections]
    yield from _order(titles)
    for title, section in zip(titles, sections, strict=True):
        yield from _points(title, section.partition("\n")[2])


def _order(titles: Sequence[str]) -> Iterator[str]:
    if not titles or titles[0] != UNRELEASED:
        yield f"the first section is not “## {UNRELEASED}”"
    releases = [title for title in titles if title != UNRELEASED]
    if titles.count(UNRELEASED) > 1:
        yield f"“## {UNRELEASED}” stands there twice"
    found = [(title, _RELEASE.fullmatch(title)) for title in releases]
    yield from (f"“## {title}” is not of the form “## 1.2.0 (2026-11-29)”" for title, match in found if not match)
    numbers = [tuple(map(int, match.group(1, 2, 3))) for _, match in found if match]
    if numbers != sorted(set(numbers), reverse=True):
        yield "releases do not stand newest first, each once"


def _points(title: str, body: str) -> Iterator[str]:
    if re.search(r"^(<<<<<<<|=======|>>>>>>>)", body, re.MULTILINE):
        yield f"the section {title} holds the marks of a conflict"
    before, *points = re.split(r"^- ", body, flags=re.MULTILINE)
    if before.strip():
        yield f"in the section {title} something stands before the first point: {before.strip()[:60]!r}"
    if title != UNRELEASED and not points:
        yield f"the section {title} has no point"
    for point in points:
        words = " ".join(point.split())
        if not words.endswith(_ENDS):
            yield f"a point of {title} is no whole sentence: “{words[:60]}…”"
        if any(line and not line.startswith("  ") for line in point.splitlines()[1:]):
            yield f"a line of a point of {title} is not set in: “{words[:60]}…”"
    seen = [" ".join(point.split()) for point in points]
    twice = sorted({one for one in seen if seen.count(one) > 1})
    yield from (f"a point of {title} stands there twice: “{one[:60]}…”" for one in twice)


if __name__ == "__main__":
    sys.exit(main())
