"""A name that nothing uses is found; one that a template or a setting names is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import dead_names


def test_what_nothing_uses_is_found_and_what_a_text_or_a_template_names_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "frontend" / "templates").mkdir(parents=True)
    (tmp_path / "frontend" / "templates" / "page.html").write_text("{{ order.drawn }}")
    (tmp_path / "room" / "module.py").write_text(
        "import json\n\nSETTING = 'room.module.Named'\n\n\n"
        "class Named:\n    def drawn(self):\n        return used()\n\n    def forgotten(self):\n        pass\n\n\n"
        "def used():\n    return 1\n    return 2\n\n\ndef dead():\n    pass\n"
    )
    monkeypatch.setattr(dead_names, "ROOT", tmp_path)
    monkeypatch.setattr(dead_names, "FOLDERS", ("room",))

    assert set(dead_names.dead()) == {
        "room/module.py:1: nothing uses the import json",
        "room/module.py:10: nothing uses the method forgotten",
        "room/module.py:16: nothing uses the unreachable_code return",
        "room/module.py:19: nothing uses the function dead",
    }
