"""``python -m benchmarks.search.step``: one step in a process of its own, ``index`` or ``ask``; prints JSON."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Do the step and print what it cost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search.step", description=__doc__)
    parser.add_argument("step", choices=("index", "ask"))
    parser.add_argument("--size", type=int, required=True, help="synthetic goods")
    parser.add_argument("--questions", type=int, default=1_000, help="of each kind of asking")
    parser.add_argument("--processes", type=int, default=0, help="that analyse for the one that writes the index")
    options = parser.parse_args()
    django.setup()
    # Only now, because they need Django set up.
    if options.step == "index":
        found = import_module("benchmarks.search.indexing").index(options.size, options.processes)
    else:
        found = import_module("benchmarks.search.asking").ask(options.size, options.questions)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
