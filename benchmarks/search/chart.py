"""Curves as SVG, on paper ruled by powers of ten both ways."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 64, 150, 44, 46
# Told apart by dashes as well as by colour; both stand on white and on dark paper.
STYLES: Final = (("#2f6fb3", ""), ("#2f6fb3", "6 4"), ("#c2571a", ""), ("#c2571a", "6 4"))
_TENTHS: Final = range(2, 10)


@dataclass(frozen=True)
class Scale:
    """Maps values from ``low`` to ``high`` (powers of ten) to pixels from ``start`` to ``end``."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, end: float) -> Scale:
        """The scale of the whole decades that hold all values."""
        logs = [math.log10(value) for value in values]
        low, high = math.floor(min(logs)), math.ceil(max(logs))
        return cls(low, max(high, low + 1), start, end)

    def at(self, value: float) -> float:
        """Where a value stands, in pixels."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def decades(self) -> range:
        return range(self.low, self.high + 1)


def curves(title: str, lines: Mapping[str, Sequence[tuple[float, float]]], bound: tuple[float, str] | None) -> str:
    """Draw lines of (goods, milliseconds) as a whole SVG document.

    Args:
        title: what is shown; also read out.
        lines: by name, at most four, points with positive values in order.
        bound: milliseconds that are not to be exceeded and what they are called, drawn across.
    """
    points = [point for line in lines.values() for point in line]
    across = Scale.around([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = Scale.around([y for _, y in points] + ([bound[0]] if bound else []), HEIGHT - BOTTOM, TOP)
    parts = [*_paper(title), *_rules(across, up), *_bound(bound, up)]
    for (name, line), style in zip(lines.items(), STYLES, strict=False):
        parts += _line(name, [(across.at(x), up.at(y)) for x, y in line], *style)
    return "\n".join([*parts, *_labels(lines, up), "</svg>", ""])


def _paper(title: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="#333">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    yield f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>'


def _rules(across: Scale, up: Scale) -> Iterator[str]:
    for power in across.decades:
        x = across.at(10**power)
        yield f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}" stroke="#ccc"/>'
        yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in up.decades:
        y = up.at(10**power)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#ccc"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10**power:g} ms</text>'
        if power < up.high:
            for tenth in _TENTHS:
                fine = up.at(tenth * 10**power)
                yield f'<line x1="{LEFT}" y1="{fine}" x2="{WIDTH - RIGHT}" y2="{fine}" stroke="#f0f0f0"/>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">goods</text>'


def _bound(bound: tuple[float, str] | None, up: Scale) -> Iterator[str]:
    if bound:
        y = up.at(bound[0])
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#a00" stroke-dasharray="2 3"/>'
        yield f'<text x="{LEFT + 6}" y="{y - 5}" fill="#a00">{escape(bound[1])}</text>'


def _line(name: str, points: Sequence[tuple[float, float]], colour: str, dashes: str) -> Iterator[str]:
    path = " ".join(f"{x},{y}" for x, y in points)
    yield (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}">'
        f"<title>{escape(name)}</title></polyline>"
    )
    yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)


def _labels(lines: Mapping[str, Sequence[tuple[float, float]]], up: Scale) -> Iterator[str]:
    """Names at the ends of the lines, moved apart where they would overlap."""
    ends = sorted((up.at(line[-1][1]), name) for name, line in lines.items())
    colours = {name: style[0] for name, style in zip(lines, STYLES, strict=False)}
    below = 0.0
    for y, name in ends:
        below = max(y + 4, below + 14)
        yield f'<text x="{WIDTH - RIGHT + 8}" y="{below}" fill="{colours[name]}">{escape(name)}</text>'
