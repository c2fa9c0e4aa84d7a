"""A step before the start is run when what it reads has changed, and only then."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from scripts import catalogues, environment, preparation, suite
from scripts.environment import Trouble

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Basket"
msgstr "Giỏ hàng"

#, fuzzy
msgid "Order"
msgstr "Đặt hàng"

msgid "%d good"
msgid_plural "%d goods"
msgstr[0] "%d mặt hàng"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_a_catalogue_is_compiled_without_its_fuzzy_messages(locale: Path) -> None:
    catalogues.compile_all(locale)
    vietnamese = gettext.translation("django", locale, ["vi"])
    assert vietnamese.gettext("Basket") == "Giỏ hàng"
    assert vietnamese.gettext("Order") == "Order"
    assert vietnamese.ngettext("%d good", "%d goods", 2) == "%d mặt hàng"


def test_a_catalogue_is_compiled_again_only_when_it_changed(locale: Path) -> None:
    [written] = catalogues.compile_all(locale)
    assert catalogues.compile_all(locale) == []
    later = written.stat().st_mtime + 5
    os.utime(written.with_suffix(".po"), (later, later))
    assert catalogues.compile_all(locale) == [written]


def test_a_step_is_done_until_its_mark_changes_or_its_work_is_gone(tmp_path: Path) -> None:
    (tmp_path / "stamps").mkdir()
    made = tmp_path / "static"
    made.mkdir()
    step = preparation.Step("collectstatic", "static files", "mark", made)
    assert not preparation._is_done(step, tmp_path)
    preparation._stamp(step, tmp_path).write_text("mark")
    assert preparation._is_done(step, tmp_path)
    assert not preparation._is_done(preparation.Step("collectstatic", "static files", "other", made), tmp_path)
    made.rmdir()
    assert not preparation._is_done(step, tmp_path)


def test_on_a_database_server_the_tables_are_looked_at_every_time(tmp_path: Path) -> None:
    (tmp_path / "stamps").mkdir()
    for address, is_done in (("", True), ("postgres://somewhere/honghe", False)):
        steps = {step.command: step for step in preparation._steps(tmp_path, {"DATABASE_URL": address})}
        (tmp_path / "honghe.sqlite3").touch()
        preparation._stamp(steps["migrate"], tmp_path).write_text(steps["migrate"].mark)
        assert preparation._is_done(steps["migrate"], tmp_path) is is_done


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full",
        ),
        ("NewConnectionError('<x>: [Errno -3] Temporary failure in name resolution')", "reaches the network"),
        ("ERROR: No matching distribution found for Django==5.2.19", "reaches the network"),
        ("some reason\nERROR: the last word\n", "the last word"),
    ],
)
def test_a_failed_installation_is_explained_in_one_line(output: str, line: str) -> None:
    explained = environment._explain(output)
    assert line in explained
    assert "\n" not in explained


def test_too_little_space_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    with pytest.raises(Trouble, match="Too little disk space"):
        environment._check_space(10**12)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("======= 12 passed, 1 failed, 3 skipped in 4.05s ======", {"passed": 12, "failed": 1, "skipped": 3}),
        ("5 passed, 2 errors in 61.00s (0:01:01)", {"passed": 5, "failed": 2}),
        ("7 passed, 2 deselected, 1 xfailed in 0.5s", {"passed": 7, "xfailed": 1}),
        ("FAILED tests/x.py - assert 3 passed in 4s", {}),
        ("12 passed", {}),
    ],
)
def test_the_closing_line_of_pytest_is_counted_and_no_other(line: str, counts: dict[str, int]) -> None:
    assert dict(suite.count(line)) == counts
