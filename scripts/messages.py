"""``python -m scripts.messages``: bring the catalogues in line with the source; needs GNU gettext's tools.

New messages are added without a translation (the tests then name them), old ones leave. The messages of the installed
packages stand in ``locale/packages``, see ``scripts.package_messages``. Nothing is ever guessed: no entry is fuzzy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from marketplace.web import component_syntax
from scripts import package_messages
from scripts.environment import ROOT
from scripts.package_messages import Key, key

SOURCES = ("config", "cms", "marketplace", "search", "frontend/templates")
COMPONENTS = ROOT / "frontend" / "components"  # of another engine, whose syntax makemessages does not read
LANGUAGES = ("zh_Hans", "vi", "en")


def found_in_source() -> dict[Key, polib.POEntry]:
    """Return every message that ``makemessages`` finds in a copy of the source, and those of the components."""
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
    found = {key(entry): entry for entry in entries if not entry.obsolete}
    for path in sorted(COMPONENTS.glob("*.html")):
        for entry in in_component(path.read_text(encoding="utf-8"), name=path.relative_to(ROOT).as_posix()):
            # The same words may have a plural elsewhere; one message serves both.
            found.setdefault(key(entry), entry)
    return found


def in_component(source: str, *, name: str) -> Iterator[polib.POEntry]:
    """Return the messages of a component; ``name``: of its file."""
    for line, function, texts in component_syntax.messages(source):
        context, msgid, plural = _parts(function, texts)
        yield polib.POEntry(msgid=msgid, msgid_plural=plural, msgctxt=context, occurrences=[(name, str(line))])


def _parts(function: str, texts: tuple[str, ...]) -> tuple[str | None, str, str]:
    """Return context, message and plural ("" for none) of a call."""
    context = texts[0] if function in {"pgettext", "npgettext"} else None
    message, *others = texts if context is None else texts[1:]
    return context, message, others[0] if function in {"ngettext", "npgettext"} and others else ""


def bring_in_line(path: Path, found: dict[Key, polib.POEntry]) -> list[Key]:
    """Rewrite one catalogue; return the messages that still want a translation."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    present = {key(entry): entry for entry in catalogue if not entry.obsolete}
    is_english = path.parts[-3] == "en"
    entries = [_entry(present.get(name), entry, is_english=is_english) for name, entry in found.items()]
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
    found = found_in_source()
    for language in LANGUAGES:
        wanting = bring_in_line(ROOT / "locale" / language / "LC_MESSAGES" / "django.po", found)
        if language in package_messages.LANGUAGES:
            wanting += package_messages.bring_in_line(language, set(found))
        for _context, message in wanting:
            print(f"{language}: {message!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
