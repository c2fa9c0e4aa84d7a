"""Run several management commands in one process, since setting Django and Wagtail up costs 1.6 s each time.

Each argument is ``command=what to say``.
"""

from __future__ import annotations

import sys
import time
from typing import Final

import django
from django.core.management import call_command

OPTIONS: Final[dict[str, dict[str, object]]] = {
    "migrate": {"interactive": False, "verbosity": 0},
    "collectstatic": {"interactive": False, "verbosity": 0},
    "load_demo": {},  # shows its own progress
}
TO_THE_LOG: Final[dict[str, object]] = {"verbosity": 0, "stdout": sys.stderr}


def main(arguments: list[str]) -> None:
    """Run the commands in the given order; the first that fails ends it with its traceback."""
    django.setup()
    for argument in arguments:
        command, _, saying = argument.partition("=")
        begun = time.monotonic()
        print(f"Preparing: {saying} ...", flush=True)
        call_command(command, **OPTIONS.get(command, TO_THE_LOG))
        print(f"  done ({time.monotonic() - begun:.1f} s)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
