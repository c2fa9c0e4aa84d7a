"""Every field of the operators' pages can be seen and read, in the light and the dark, on a phone and on a desk."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.e2e.market import OPERATOR, visit

PAGES: Final = (
    "",
    "orders/",
    "hand-offs/",
    "dead-letters/",
    "reviews/",
    "companies/",
    "goods/",
    "goods/HH-MZ-001/",
    "searches/",
    "synonyms/add/",
)
# Opens what is folded, then measures each field: its border, what is written in it against its ground, its right end.
MEASURE: Final = """() => {
  document.querySelectorAll(".nice-padding details").forEach(one => { one.open = true; });
  const light = colour => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(one => one / 255)
      .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const typed = "input:not([type=hidden],[type=checkbox],[type=radio],[type=submit])";
  const fields = `.nice-padding :is(${typed},select,textarea)`;
  return {
    width: innerWidth,
    wide: document.documentElement.scrollWidth,
    fields: [...document.querySelectorAll(fields)].map(one => {
      const style = getComputedStyle(one), box = one.getBoundingClientRect();
      return {
        name: one.name,
        border: parseFloat(style.borderBlockStartWidth),
        drawn: contrast(style.borderBlockStartColor, style.backgroundColor),
        read: contrast(style.color, style.backgroundColor),
        end: box.right,
      };
    }),
  };
}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_field_has_a_border_and_can_be_read(chromium: Browser, base: str, width: int, scheme: Any) -> None:
    with visit(chromium, base, width=width) as seen:
        seen.sign_in(OPERATOR)
        seen.page.emulate_media(color_scheme=scheme)
        found = 0
        for page in PAGES:
            seen.open(f"/admin/operations/{page}")
            measured = seen.page.evaluate(MEASURE)
            assert measured["wide"] <= measured["width"], page
            for field in measured["fields"]:
                found += 1
                assert field["border"] >= 1, (page, field)
                assert field["drawn"] > 1.2, (page, field)
                assert field["read"] >= 4.5, (page, field)
                assert field["end"] <= measured["width"], (page, field)
        assert found >= 12
