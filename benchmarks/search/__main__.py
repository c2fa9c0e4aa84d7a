"""``python -m benchmarks.search``: both engines on 10³ to 10⁶ goods; writes docs/search-benchmarks.md and curves."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.search import market, report, runs
from config.env import BASE_DIR, data_dir


def main() -> None:
    """Measure what is not yet measured, and write the report of all that is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--engines", nargs="*", choices=runs.ENGINES, default=runs.ENGINES)
    parser.add_argument("--questions", type=int, default=1_000, help="each way of asking")
    parser.add_argument("--port", type=int, default=9210, help="of the Elasticsearch that is started")
    parser.add_argument("--again", action="store_true", help="ask again what was asked before")
    parser.add_argument("--anew", action="store_true", help="build the indices anew, too")
    parser.add_argument("--into", type=Path, default=BASE_DIR / "docs", help="folder of the report")
    options = parser.parse_args()
    folder = data_dir() / "search-benchmark"
    market.prepare(folder)
    runs.run(
        runs.Plan(
            folder,
            tuple(options.sizes),
            tuple(options.engines),
            options.questions,
            options.port,
            options.again,
            options.anew,
        )
    )
    report.write(runs.results(folder), options.into)


if __name__ == "__main__":
    main()
