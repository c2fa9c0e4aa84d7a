"""The report: tables and curves of all that was measured, and the bounds that hold for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.search.chart import curves

Found = Mapping[str, Any]
BEGIN, END = "<!-- measured: written by benchmarks.search -->\n", "<!-- end of what was measured -->\n"
# (engine, way of asking, size, percentile): milliseconds
BOUNDS: Final = {("embedded", "search", 100_000, "p99"): 50.0, ("embedded", "suggest", 100_000, "p99"): 20.0}
FROM, TO = 10_000, 1_000_000
WAYS: Final = {"search": "Search", "suggest": "Suggestions"}


def write(results: Sequence[Found], folder: Path) -> None:
    """Write the measured part of ``search-benchmarks.md``, its curves, and the figures as JSON.

    Args:
        results: as ``runs.results`` returns them.
        folder: of ``search-benchmarks.md``, whose text around the measured part stays as it is.
    """
    if not results:
        return
    (folder / "search-benchmarks.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    for way, title in WAYS.items():
        (folder / f"search-benchmarks-{way}.svg").write_text(_curves(results, way, title), encoding="utf-8")
    path = folder / "search-benchmarks.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(
        before + BEGIN + "\n".join(measured(results)) + "\n" + END + rest.partition(END)[2], encoding="utf-8"
    )


def measured(results: Sequence[Found]) -> Iterator[str]:
    """Yield the lines of the measured part."""
    times = [one["at"] for one in results]
    yield f"\nMeasured {min(times)} to {max(times)} on {results[0]['machine']}.\n"
    yield from _bounds(results)
    for way, title in WAYS.items():
        yield f"\n### {title}\n\n![{title}: p50 and p99 by number of goods](search-benchmarks-{way}.svg)\n"
        yield from _asked(results, way)
        yield from _growth(results, way)
    yield "\n### Index\n"
    yield from _indexed(results)
    yield from _analysed(results)


def _bounds(results: Sequence[Found]) -> Iterator[str]:
    yield "| Bound | Measured | Holds |\n|---|---|---|"
    for (engine, way, size, percentile), bound in BOUNDS.items():
        found = _ask(results, engine, size)
        value = found[way][percentile] if found else None
        verdict = "not measured" if value is None else "yes" if value <= bound else "**no**"
        cpu = f" (CPU time {found[way]['cpu_' + percentile]:.1f} ms)" if found else ""
        told = "-" if value is None else f"{value:.1f} ms{cpu}"
        yield f"| {engine}, {way}, {percentile} at {size:,} goods ≤ {bound:g} ms | {told} | {verdict} |"
    for engine in ("embedded", "elasticsearch"):
        for way in WAYS:
            for percentile in ("p50", "p99"):
                factor = growth(results, engine, way, percentile)
                told = "-" if factor is None else f"{factor:.1f} ×"
                verdict = "not measured" if factor is None else "yes" if factor < TO / FROM else "**no**"
                what = f"{engine}, {way}, {percentile} from {FROM:,} to {TO:,} goods"
                yield f"| {what} < {TO // FROM} × | {told} | {verdict} |"


def growth(results: Sequence[Found], engine: str, way: str, percentile: str) -> float | None:
    """How many times longer it takes with a hundred times as many goods; None where one of both was not measured."""
    small, large = _ask(results, engine, FROM), _ask(results, engine, TO)
    return float(large[way][percentile] / small[way][percentile]) if small and large else None


def _ask(results: Sequence[Found], engine: str, size: int) -> Found | None:
    return next(
        (one["ask"] for one in results if one["engine"] == engine and one["size"] == size and "ask" in one), None
    )


def _asked(results: Sequence[Found], way: str) -> Iterator[str]:
    yield (
        "| engine | goods | p50 | p99 | slowest | CPU p50 | CPU p99 | server CPU a question |"
        " 8 clients: p50 | p99 | questions/s | not answered |\n" + "|---" * 12 + "|"
    )
    for one in results:
        if "ask" not in one:
            continue
        alone, eight = one["ask"][way], one["ask"][f"{way}_8"]
        asked = sum(one["ask"][name]["count"] for name in ("search", "suggest", "search_8", "suggest_8"))
        server = (
            f"{1_000 * one['ask']['server_cpu_seconds'] / asked:.1f}" if "server_cpu_seconds" in one["ask"] else "-"
        )
        yield (
            f"| {one['engine']} | {one['size']:,} | {alone['p50']:.1f} | {alone['p99']:.1f} | {alone['slowest']:.0f} |"
            f" {alone['cpu_p50']:.1f} | {alone['cpu_p99']:.1f} | {server} | {eight['p50']:.1f} | {eight['p99']:.1f} |"
            f" {eight['rate']:.0f} | {alone['failures'] + eight['failures']} |"
        )


def _growth(results: Sequence[Found], way: str) -> Iterator[str]:
    sizes = sorted({one["size"] for one in results})
    for engine in ("embedded", "elasticsearch"):
        asked = {size: found for size in sizes if (found := _ask(results, engine, size))}
        steps = [
            f"{small:,} to {large:,}: p50 × {asked[large][way]['p50'] / asked[small][way]['p50']:.1f}, "
            f"p99 × {asked[large][way]['p99'] / asked[small][way]['p99']:.1f}"
            for small, large in zip(list(asked), list(asked)[1:], strict=False)
        ]
        if steps:
            yield f"\nGrowth, {engine}: {'; '.join(steps)}."


def _indexed(results: Sequence[Found]) -> Iterator[str]:
    yield (
        "| engine | goods | documents | seconds | CPU s | documents/s | index MB |"
        " memory while asking, own MB | mapped MB | server memory MB | first question ms |\n" + "|---" * 11 + "|"
    )
    for one in results:
        index, ask = one["index"], one.get("ask", {})
        memory = ask.get("memory", {"own": 0.0, "mapped": 0.0})
        server = ask.get("server_memory", {}).get("own")
        yield (
            f"| {one['engine']} | {one['size']:,} | {index['documents']:,} | {index['seconds']:.0f} |"
            f" {index['cpu_seconds']:.0f} | {index['documents'] / index['seconds']:.0f} | {index['megabytes']:.0f} |"
            f" {memory['own']:.0f} | {memory['mapped']:.0f} | {server or '-'} | {ask.get('first_ms', '-')} |"
        )


def _analysed(results: Sequence[Found]) -> Iterator[str]:
    sizes = sorted({one["size"] for one in results if one["index"].get("analysed_before")})
    if sizes:
        told = " and ".join(f"{size:,}" for size in sizes)
        yield (
            f"\nAt {told} goods two processes analysed once for both engines: the seconds of the first hold that,"
            " those of the second do not, the CPU seconds of both do."
        )


def _curves(results: Sequence[Found], way: str, title: str) -> str:
    lines: dict[str, list[tuple[float, float]]] = {}
    for engine in ("embedded", "elasticsearch"):
        for percentile in ("p50", "p99"):
            points = [
                (float(one["size"]), one["ask"][way][percentile])
                for one in results
                if one["engine"] == engine and "ask" in one
            ]
            if points:
                lines[f"{engine} {percentile}"] = points
    bound = BOUNDS["embedded", way, 100_000, "p99"]
    return curves(f"{title}: p50 and p99, one client", lines, (bound, f"bound at 100,000 goods: {bound:g} ms"))
