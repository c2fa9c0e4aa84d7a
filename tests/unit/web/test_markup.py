"""The one module in which a text is said to be markup."""

from __future__ import annotations

import json
import re

import pytest
from django.utils.safestring import SafeString

from marketplace.web.markup import json_data, place, with_values

NAMES = re.compile(r"\{([a-z]+)\}")


def test_data_can_end_no_element_and_is_read_back() -> None:
    data = {"name": "</script><script>alert(1)</script> & 'x' 红米"}
    written = json_data(data)
    assert "<" not in written
    assert "&" not in written
    assert json.loads(written) == data


@pytest.mark.parametrize("name", ["", "a b", "-->", "a--", "<b>", "Ünï"])
def test_a_place_has_no_name_that_ends_a_comment(name: str) -> None:
    with pytest.raises(ValueError, match="place"):
        place(name)


def test_values_are_escaped_and_only_markup_is_filled_in() -> None:
    markup = SafeString("<p>{name}, {gone}.</p>")
    assert with_values(markup, NAMES, {"name": "<b>"}) == "<p>&lt;b&gt;, .</p>"
    with pytest.raises(TypeError):
        with_values(str("<p>{name}</p>"), NAMES, {})  # type: ignore[arg-type]  # noqa: UP018
