"""``python -m scripts.messages``: bring the catalogues in line with the source; needs GNU gettext's tools.

New messages are added without a translation (the tests then name them), old ones leave, those of other packages that
``tests/contracts/third_party_messages.txt`` lists stay. Nothing is ever guessed: there are no fuzzy entries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from scripts.environment import ROOT

SOURCES = ("config", "cms", "marketplace", "search", "frontend/templates")
LANGUAGES = ("zh_Hans", "vi", "en")
Key = tuple[str, str]  # context, msgid


def found_in_source() -> dict[Key, polib.POEntry]:
    """Return every message that ``makemessages`` finds in a copy of the source."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for source in SOURCES:
            ignored = shutil.ignore_patterns("migrations", "*.json", "*.jpg", "*.png", "*.webp", "*.mo", "__pycache__")
            shutil.copytree(ROOT / source, copy / source, ignore=ignored)
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "vi", "--extension", "html,txt,py"]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run([*command, "--no-wrap"], cwd=copy, env=environment, check=True, capture_output=True)
        entries = polib.pofile(str(copy / "locale" / "vi" / "LC_MESSAGES" / "django.po"))
    return {key(entry): entry for entry in entries if not entry.obsolete}


def key(entry: polib.POEntry) -> Key:
    """Return what tells one message from another."""
    return entry.msgctxt or "", entry.msgid


def third_party() -> set[str]:
    """Return the messages of other packages that our catalogues have to hold."""
    listing = ROOT / "tests" / "contracts" / "third_party_messages.txt"
    lines = listing.read_text(encoding="utf-8").splitlines()
    return {line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")}


def bring_in_line(path: Path, found: dict[Key, polib.POEntry], kept: set[str]) -> list[Key]:
    """Rewrite one catalogue; return the messages that still want a translation."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    present = {key(entry): entry for entry in catalogue if not entry.obsolete}
    is_english = path.parts[-3] == "en"
    entries = [_entry(present.get(name), entry, is_english=is_english) for name, entry in found.items()]
    entries += [entry for name, entry in present.items() if name not in found and name[1] in kept]
    catalogue[:] = entries
    catalogue.save()
    return [key(entry) for entry in entries if not is_english and not entry.translated()]


def _entry(present: polib.POEntry | None, found: polib.POEntry, *, is_english: bool) -> polib.POEntry:
    if present is not None and present.msgid_plural == found.msgid_plural:
        return present
    entry = polib.POEntry(msgid=found.msgid, msgctxt=found.msgctxt, msgid_plural=found.msgid_plural)
    if found.msgid_plural:
        entry.msgstr_plural = {0: found.msgid, 1: found.msgid_plural} if is_english else {0: ""}
    return entry


def main() -> int:
    """Bring every catalogue in line; list what wants a translation."""
    found, kept = found_in_source(), third_party()
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        for _context, message in bring_in_line(path, found, kept):
            print(f"{language}: {message!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
