"""Find names that nothing uses any more: ``python -m scripts.dead_names``. What only tests use is dead as well.

Vulture reads the Python; what templates and texts (settings, names of attributes) say counts as use too. Columns,
options and constants are not judged: Django and its libraries read them by name.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from vulture import Vulture

from scripts.environment import ROOT

FOLDERS: Final = ("config", "cms", "marketplace", "search", "scripts", "deployment", "benchmarks")
JUDGED: Final = frozenset({"function", "method", "class", "property", "import", "unreachable_code"})
LONGEST_TEXT: Final = 200  # longer ones are prose
# Called by others than us: decorated by a registry of theirs or ours.
REGISTERED: Final = (
    "@register", "@register.*", "@hooks.register", "@handles", "@handles_batch", "@handles_in_steps", "@every",
    "@daily", "@at_start", "@receiver", "@router.*", "@api.*", "@checks.*", "@registered", "@words",
)  # fmt: skip
# And what they call by its name: pattern of the name (in files like this): why.
KEPT: Final = (
    ("*Config", "*apps.py", "Django finds an app's own"),
    ("*Translation", "*/translation.py", "options of modeltranslation"),
    ("Meta", "*", "Django's options"),
    ("Command", "*/commands/*.py", "Django's commands"),
    ("add_arguments", "*/commands/*.py", "Django's commands"),
    ("clean_*", "*", "Django's forms"),
    ("get_*", "*/accounts/*.py", "Django's user, allauth's adapter"),
    ("pre_authenticate", "*/accounts/adapter.py", "allauth's adapter"),
    ("create_superuser", "*/accounts/models/users.py", "Django's user"),
    ("get_template", "cms/*", "Wagtail's pages"),
    ("default_preview_mode", "cms/*", "Wagtail's pages"),
    ("serve_preview", "cms/*", "Wagtail's pages"),
    ("get_form_options", "cms/*", "Wagtail's panels"),
    ("get_form_class", "*/operations/users.py", "Wagtail's views of people"),
    ("is_shown", "*/wagtail_hooks.py", "Wagtail's menus"),
    ("SiteRendition", "cms/*", "Wagtail finds it by its image"),
    ("process_exception", "*/middleware/*.py", "Django's middleware"),
    ("to_url", "*/converters.py", "Django's addresses"),
    ("do_*", "*/simulator/server.py", "http.server's"),
    ("log_message", "*/simulator/server.py", "http.server's"),
    ("when_ready", "scripts/web_server.py", "gunicorn's"),
    ("post_*", "scripts/web_server.py", "gunicorn's"),
    ("_missing_", "*", "enum's"),
    ("filter_stream", "*/component_syntax.py", "Jinja's extensions"),
    ("read_again", "*/synonyms/live.py", "tests that write synonyms past the services"),
    ("breadcrumbs_items", "*/wagtail_hooks.py", "Wagtail's snippets"),
    ("database_backwards", "*/audit/moves.py", "Django's operations of migrations"),
    (
        "problems_of",
        "*/orders/orderability.py",
        "one answer for many goods, for rooms to come",
    ),
)


def main() -> int:
    """Print what nothing uses; the exit code is 0 when there is nothing."""
    found = list(dead())
    for line in found:
        print(line)
    return 1 if found else 0


def dead() -> Iterator[str]:
    """Yield the names that nothing uses, one a line, with their places."""
    vulture = Vulture(ignore_decorators=list(REGISTERED))
    vulture.scavenge([str(ROOT / folder) for folder in FOLDERS])
    said = words()
    for item in vulture.get_unused_code(min_confidence=60):
        where = str(Path(item.filename).relative_to(ROOT))
        is_kept = any(fnmatch(item.name, name) and fnmatch(where, files) for name, files, _ in KEPT)
        is_migration = "/migrations/" in where
        if item.typ in JUDGED and not is_kept and not is_migration and item.name not in said:
            yield f"{where}:{item.first_lineno}: nothing uses the {item.typ} {item.name}"


def words() -> set[str]:
    """Return the words of all templates and of the short texts in our Python."""
    found: set[str] = set()
    for path in (ROOT / "frontend" / "templates").rglob("*.*"):
        found.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts and path != Path(__file__):
            found.update(_texts(path))
    return found


def _texts(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= LONGEST_TEXT:
            yield from re.findall(r"\w+", node.value)


if __name__ == "__main__":
    sys.exit(main())
