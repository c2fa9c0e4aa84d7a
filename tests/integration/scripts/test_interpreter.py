"""Too old a Python gets one clear line."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from scripts.environment import ROOT

OLDEST = (3, 4)
ASK = "from scripts import interpreter; interpreter.NEEDED = (9, 0); interpreter.NAMES = (); interpreter.ensure()"


@pytest.mark.parametrize("name", ["run", "test", "single-window", "interpreter.py"])
def test_an_old_python_can_read_what_it_meets_first(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_text(encoding="utf-8"), feature_version=OLDEST)
    assert (ROOT / "scripts" / name).read_text().isascii()


def test_too_old_a_python_says_what_is_needed_in_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 9.0 or newer" in done.stderr
    assert "start again" in done.stderr


def test_a_newer_python_on_the_path_is_used_instead() -> None:
    elsewhere = ASK.replace("NAMES = ()", "NAMES = ('true',)")
    done = subprocess.run([sys.executable, "-c", elsewhere], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
