"""Make the virtual environment from the lock, once; needs nothing but Python's own library."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"
NEEDED_MEGABYTES: Final = {"base": 600, "test": 900}
HOLDS: Final = {
    "base": ["base"],
    "test": ["base", "test"],
}  # test.txt locks the same versions of all that base.txt has
NETWORK_SIGNS: Final = (
    "Temporary failure in name resolution",
    "Connection",
    "No matching distribution",
    "timed out",
    "ProxyError",
)
PIP: Final = ("install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")


class Trouble(Exception):
    """Something that the person at the keyboard can mend; the message says how, in one line."""


def run(lock: str, module: str) -> NoReturn:
    """Go on inside the virtual environment with ``module``; make it from the lock first if need be."""
    try:
        ensure(lock)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])


def ensure(lock: str) -> None:
    """Make or complete ``.venv``; does nothing when it already holds this lock.

    Raises:
        Trouble: no venv module, no network, no space.
    """
    if _is_current(lock):
        return
    with _alone():
        if _is_current(lock):  # another start made it while this one waited
            return
        _check_space(NEEDED_MEGABYTES[lock])
        if not PYTHON.exists():
            _create()
        _install(_path(lock))
        for held in HOLDS[lock]:
            _stamp(held).write_text(_digest(held))


def _path(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def _stamp(lock: str) -> Path:
    return VENV / f"honghe-{lock}.stamp"


def _digest(lock: str) -> str:
    return hashlib.sha256(_path(lock).read_bytes()).hexdigest()


def _is_current(lock: str) -> bool:
    return PYTHON.exists() and _stamp(lock).exists() and _stamp(lock).read_text() == _digest(lock)


@contextmanager
def _alone() -> Iterator[None]:
    """Two starts from one folder share the environment: one makes it, the other waits."""
    folder = os.open(ROOT / "scripts", os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another start that makes the Python environment …", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _check_space(megabytes: int) -> None:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < megabytes and not (VENV / "lib").exists():
        raise Trouble(
            f"Too little disk space: the Python environment needs about {megabytes} MB under {ROOT}, "
            f"{free} MB are free. Free some space and start again."
        )


def _create() -> None:
    print("Making the Python environment (.venv) …", flush=True)
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    output = done.stdout + done.stderr
    if "ensurepip" in output or "No module named venv" in output:
        raise Trouble(
            "Python's venv module is not complete on this machine. Install it (Debian, Ubuntu: "
            "apt-get install python3-venv) and start again."
        )
    raise Trouble(f"The Python environment could not be made in {VENV}: {_last_line(output)}")


def _install(lock: Path) -> None:
    total = sum("==" in line for line in lock.read_text().splitlines())
    print(f"Installing {total} locked packages (first start only, a minute or two) …", flush=True)
    command: list[str | Path] = [PYTHON, "-m", "pip", *PIP, "--retries", "2", "--timeout", "20", "-r", lock]
    output = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            output.append(line)
            seen = sum(one.startswith(("Collecting", "Requirement already")) for one in output)
            if line.startswith("Collecting") and seen % 10 == 0:
                print(f"  {seen} of {total}", flush=True)
    if pip.returncode:
        raise Trouble(_explain("".join(output)))


def _explain(output: str) -> str:
    if "No space left" in output or "Errno 28" in output:
        return f"The disk is full: the Python packages did not fit under {VENV}. Free some space and start again."
    if any(sign in output for sign in NETWORK_SIGNS):
        return (
            "The Python packages could not be downloaded. Check that this machine reaches the network (behind a proxy "
            "set HTTPS_PROXY; for a mirror set PIP_INDEX_URL) and start again."
        )
    return f"pip could not install {ROOT / 'requirements'}: {_last_line(output)}"


def _last_line(output: str) -> str:
    return (output.strip().splitlines() or ["no reason given"])[-1]
