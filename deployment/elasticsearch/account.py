"""The user that Elasticsearch runs as: it refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.environment import Trouble

NAME: Final = "honghe-search"


@dataclass(frozen=True)
class Account:
    """``uid`` and ``gid`` are None where the server runs as whoever starts it."""

    uid: int | None = None
    gid: int | None = None

    def own(self, folder: Path) -> None:
        """Give the folder and all that is in it to this account."""
        if self.uid is None or self.gid is None:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def check_way(self, folder: Path) -> None:
        """See that the account can get into the folder.

        Raises:
            Trouble: a folder on the way is closed to it.
        """
        if self.uid is None:
            return
        for path in (folder, *folder.parents):
            if path.exists() and not self._may_enter(path):
                raise Trouble(
                    f"Elasticsearch does not run as root, and the user {NAME} cannot enter {path}. Open it "
                    f"(chmod o+x {path}), or set DATA_DIR and ELASTICSEARCH_HOME_DIR to folders elsewhere."
                )

    def _may_enter(self, path: Path) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def account() -> Account:
    """The account to run the server as: our own for root, who makes it once; else the caller.

    Raises:
        Trouble: the account cannot be made.
    """
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _create()
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> pwd.struct_passwd:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        reason = done.stderr.strip()
    except OSError as error:
        reason = str(error)
    try:
        return pwd.getpwnam(NAME)  # also where another process made it at the same moment
    except KeyError:
        raise Trouble(
            f"Elasticsearch does not run as root, and the user {NAME} could not be made: {reason or 'no reason given'}"
        ) from None
