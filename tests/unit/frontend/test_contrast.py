"""Every pair of colours that carries text or a border, computed by the WCAG 2.2 formula from the stylesheet."""

from __future__ import annotations

import re

import pytest

from config.env import BASE_DIR

TEXT = 4.5
CONTROL = 3.0

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("ink-2", "sunken"),
    ("on-brand", "pottery"),
    ("on-brand", "pottery-deep"),
    ("on-brand", "clay"),
    ("on-brand", "terrace"),
    ("on-brand", "danger"),
    ("pottery", "paper"),
    ("pottery", "surface"),
    ("pottery", "sunken"),
    ("terrace", "paper"),
    ("terrace-ink", "terrace-soft"),
    ("water", "paper"),
    ("water", "surface"),
    ("water", "water-soft"),
    ("water", "terrace-soft"),
    ("water", "gold-soft"),
    ("water", "danger-soft"),
    ("water-ink", "water-soft"),
    ("ink", "gold"),
    ("ink", "gold-soft"),
    ("ink", "water-soft"),
    ("ink", "terrace-soft"),
    ("ink", "danger-soft"),
    ("gold-ink", "gold-soft"),
    ("gold-ink", "paper"),
    ("danger", "paper"),
    ("danger", "surface"),
    ("danger", "danger-soft"),
    ("incised", "pottery-deep"),
    ("incised", "pottery"),
    ("incised-2", "pottery-deep"),
    ("incised-2", "pottery"),
    ("night-ink", "night"),
    ("night-ink", "night-surface"),
    ("night-ink-2", "night"),
    ("night-ink-2", "night-surface"),
    ("night-brand", "night"),
    ("night", "night-brand"),
]
CONTROL_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("pottery", "paper"),
    ("water", "paper"),
    ("water", "sunken"),
    ("danger", "surface"),
    ("seal", "paper"),
    ("clay", "paper"),
    ("night-line", "night"),
    ("night-line", "night-surface"),
]


def tokens() -> dict[str, str]:
    text = (BASE_DIR / "frontend/styles/tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+):\s*#([0-9a-fA-F]{6});", text))


def luminance(colour: str) -> float:
    """Relative luminance of ``rrggbb``. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= TEXT


@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_a_control_stands_out_from_its_ground(line: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[line], colours[ground]) >= CONTROL


def test_every_colour_token_is_in_a_pair_or_is_known_to_be_decoration() -> None:
    paired = {name for pair in TEXT_PAIRS + CONTROL_PAIRS for name in pair}
    assert set(tokens()) - paired == {"line", "terrace-pale", "water-pale"}


def test_components_use_tokens_and_no_colours_of_their_own() -> None:
    for path in (BASE_DIR / "frontend/styles/components").glob("*.css"):
        if path.name == "kiosk.css":
            continue
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text(encoding="utf-8")), path.name
