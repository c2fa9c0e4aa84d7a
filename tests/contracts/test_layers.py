"""The list of layers is the one place where a room is named outside its folder."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

from config import layers
from scripts import layers as writer
from scripts.environment import ROOT


def test_contracts_and_diagrams_are_what_the_list_gives() -> None:
    behind = [path.name for path, wanted in writer.contents().items() if path.read_text(encoding="utf-8") != wanted]
    assert not behind, "run: python -m scripts.layers"


@pytest.mark.parametrize("container", sorted(layers.ROOMS))
def test_every_folder_of_a_room_is_in_the_list_once(container: str) -> None:
    named = [room for layer in layers.ROOMS[container] for room in layer]
    assert len(named) == len(set(named))
    assert {path.parent.name for path in (ROOT / container).glob("*/__init__.py")} == set(layers.built(container))


def test_the_installed_apps_of_ours_are_the_rooms_that_are_built_lowest_first() -> None:
    ours = [app for app in settings.INSTALLED_APPS if app.partition(".")[0] in {"marketplace", "cms"}]
    ours = [app for app in ours if not app.endswith("Config")]  # another's app under our name for it
    assert ours == [app for app in layers.installed_apps() if app.partition(".")[0] in {"marketplace", "cms"}]
    assert ours.index("marketplace.kernel") < ours.index("marketplace.orders") < ours.index("cms.home")


def test_a_room_that_is_planned_stands_in_brackets_and_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = {"marketplace": (("kernel", "barter"),), "cms": layers.ROOMS["cms"]}
    monkeypatch.setattr(layers, "ROOMS", rooms)
    assert writer.drawn()["marketplace"] == ["kernel | (barter)"]
    assert "marketplace.barter" not in layers.installed_apps()
    assert '"marketplace.kernel"' in writer.contracts()
    assert "barter" not in writer.contracts().partition('id = "inside"')[2]


def test_who_forgets_to_write_them_is_told(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.layers", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
