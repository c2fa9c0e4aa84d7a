"""The committed build belongs to the committed sources: seen by every machine, Node or not."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from config.env import BASE_DIR

BUILT = BASE_DIR / "frontend" / "static" / "built"
STAMP = "source-hash.txt"
KB = 1024
# The budgets of docs and brand: compressed, first visit.
BUDGETS = {"site.ts": 30 * KB, "main.ts": 45 * KB, "site.css": 25 * KB, "work.css": 25 * KB, "kiosk.css": 15 * KB}


def source_names() -> list[str]:
    """The list that the build itself hashes; one list, or the two would part."""
    config = (BASE_DIR / "vite.config.ts").read_text(encoding="utf-8")
    found = re.search(r"const SOURCES = \[(.*?)\]", config, re.DOTALL)
    assert found is not None
    return re.findall(r'"([^"]+)"', found[1])


def files(path: Path) -> list[Path]:
    return [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path] if path.exists() else []


def digest(paths: list[Path]) -> str:
    sha = hashlib.sha256()
    for name, path in sorted((each.relative_to(BASE_DIR).as_posix(), each) for each in paths):
        sha.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def stamped() -> dict[str, str]:
    lines = (BUILT / STAMP).read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ") for line in lines)


def manifest() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_the_build_was_made_from_these_sources() -> None:
    sources = [path for name in source_names() for path in files(BASE_DIR / name)]
    assert len(sources) > 20
    assert digest(sources) == stamped()["sources"], (
        "run `npm ci --ignore-scripts && npm run build` and commit frontend/static/built"
    )


def test_nobody_edited_a_built_file_by_hand() -> None:
    assert digest([path for path in files(BUILT) if path.name != STAMP]) == stamped()["built"]


def test_every_entry_of_the_manifest_is_there_and_nothing_else() -> None:
    named = {chunk["file"] for chunk in manifest().values()} | {"manifest.json", STAMP}
    assert {path.relative_to(BUILT).as_posix() for path in files(BUILT)} == named


@pytest.mark.parametrize("source", sorted(manifest()))
def test_an_entry_stays_within_its_budget(source: str) -> None:
    size = len(gzip.compress((BUILT / manifest()[source]["file"]).read_bytes(), 9))
    assert size <= BUDGETS[source.rsplit("/", 1)[1]], f"{source}: {size} bytes compressed"


def test_the_fonts_of_a_vietnamese_page_stay_within_their_budget() -> None:
    assert sum(path.stat().st_size for path in (BASE_DIR / "frontend/static/fonts").glob("*.woff2")) <= 70 * KB


@pytest.mark.parametrize("source", [name for name in sorted(manifest()) if name.endswith(".css")])
def test_a_stylesheet_asks_only_for_files_that_the_site_serves(source: str) -> None:
    text = (BUILT / manifest()[source]["file"]).read_text(encoding="utf-8")
    for address in re.findall(r"url\((?:\"|')?([^)\"']+)", text):
        assert address.startswith("/static/"), address
        assert (BASE_DIR / "frontend" / address.lstrip("/")).is_file(), address


def test_no_built_file_names_a_foreign_host() -> None:
    for path in files(BUILT):
        found = set(re.findall(rb"https?://[\w.-]+", path.read_bytes()))
        assert found <= {b"http://www.w3.org"}, f"{path.name}: {found}"


def test_the_lock_file_names_no_registry() -> None:
    text = (BASE_DIR / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity"' in text
