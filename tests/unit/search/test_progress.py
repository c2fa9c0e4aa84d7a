"""The bar of a rebuild, before a person and in a log."""

from __future__ import annotations

import io

import pytest

from search.management.progress import Bar


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        (0, f"[{'.' * 30}] 0 of 2,000 (0 %)"),
        (1_000, f"[{'#' * 15}{'.' * 15}] 1,000 of 2,000 (50 %)"),
        (2_000, f"[{'#' * 30}] 2,000 of 2,000 (100 %)"),
        (2_500, f"[{'#' * 30}] 2,500 of 2,500 (100 %)"),  # more were added meanwhile
    ],
)
def test_a_bar_grows_in_its_place(done: int, shown: str) -> None:
    screen = Screen()
    Bar(screen, title="index", total=2_000).show(done)
    assert screen.getvalue() == f"\rindex {shown}"


def test_the_end_stands_on_a_line_of_its_own() -> None:
    screen = Screen()
    bar = Bar(screen, title="index", total=0)
    bar.show(0)
    bar.end("0 documents")
    assert screen.getvalue().splitlines()[-1] == "index: 0 documents"


def test_a_log_gets_ten_lines_however_often_it_is_told() -> None:
    log = io.StringIO()
    bar = Bar(log, title="index", total=1_000)
    for done in range(0, 1_001, 7):
        bar.show(done)
    bar.show(1_000)
    bar.end("1000 documents")
    lines = log.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-2:] == ["index: 1,000 of 1,000 (100 %)", "index: 1000 documents"]
    assert "\r" not in log.getvalue()
