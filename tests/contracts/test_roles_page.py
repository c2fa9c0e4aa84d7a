"""The page of roles says what the rooms have registered."""

from __future__ import annotations

from scripts.rights_table import PAGE, drawn


def test_the_tables_of_the_page_are_those_of_the_rooms() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "| `order.place` |" in page.replace("Place orders ", "")
    assert drawn(page) == page, "run python -m scripts.rights_table"


def test_a_table_that_says_something_else_is_seen() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert drawn(page.replace("`price.change` | ✓", "`price.change` | ")) == page
