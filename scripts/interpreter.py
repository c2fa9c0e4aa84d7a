"""Find a Python that is new enough.

Every Python 3 there is can read this file, so that an old one can say that it is too old.
"""

import os
import shutil
import sys

NEEDED = (3, 11)
# Tried in this order when the Python at hand is too old: the versions that the lock has ready-made wheels for.
NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")


def ensure() -> None:
    """Go on if this Python is new enough, else start again with one that is, else say so in one line and leave."""
    if sys.version_info[:2] >= NEEDED:
        return
    for name in NAMES:
        path = shutil.which(name)
        if path and path != sys.executable:
            os.execv(path, [path] + sys.argv)
    sys.exit(
        "Honghe Market needs Python %d.%d or newer; this is %d.%d (%s). Install a newer one (Debian, Ubuntu: "
        "apt-get install python3 python3-venv) or put it first on the PATH, and start again."
        % (NEEDED + sys.version_info[:2] + (sys.executable,))
    )
