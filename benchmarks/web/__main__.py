"""``python -m benchmarks.web``: what our pages cost, as ratios to an empty Django view in the same run."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

import django


def main() -> None:
    """Prepare the market in DATA_DIR, measure, print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--goods", type=int, default=10_000)
    parser.add_argument("--addresses", type=int, default=500, help="of each kind of page, drawn by a Zipf law")
    parser.add_argument("--seconds", type=int, default=8, help="of each run with wrk")
    parser.add_argument("--port", type=int, default=8600)
    parser.add_argument("--prepared", action="store_true", help="DATA_DIR holds goods and index of an earlier run")
    parser.add_argument("--memory", action="store_true", help="measure nothing but the memory of the workers")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    # Only now, because they need Django set up.
    market, runs, report = (import_module(f"benchmarks.web.{name}") for name in ("market", "runs", "report"))
    if not options.prepared:
        market.prepare(goods=options.goods)
    pages = market.pages(options.addresses)
    cookie = market.buyer_cookie()
    if not options.memory:
        results = runs.measure(pages=pages, cookie=cookie, port=options.port, seconds=options.seconds)
        print(report.as_table(results))
    print(report.as_sentence(runs.measure_memory(pages=pages, cookie=cookie, port=options.port)))


if __name__ == "__main__":
    main()
