"""The template library that every page uses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from marketplace.web.templatetags import ui


def drawn(source: str, language: str = "en", **values: Any) -> str:
    with translation.override(language):
        return Template("{% load ui %}" + source).render(Context(values))


@pytest.mark.parametrize("name", ["site.css", "work.css", "kiosk.css", "site.js"])
def test_an_entry_is_addressed_by_its_hashed_name(name: str) -> None:
    stem, ending = name.split(".")
    address = drawn(f"{{% asset '{name}' %}}")
    assert address.startswith(f"/static/built/{stem}-")
    assert address.endswith(f".{ending}")
    assert address != f"/static/built/{name}"


def test_another_file_is_addressed_as_static() -> None:
    assert drawn("{% asset 'assets/favicon.svg' %}") == "/static/assets/favicon.svg"


def test_an_entry_that_was_not_built_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    ui.forget_assets()
    monkeypatch.setattr(ui, "_manifest", dict)
    monkeypatch.setattr(ui, "_address", ui._address.__wrapped__)
    assert drawn("{% asset 'kiosk.js' %}") == ""


def test_an_icon_is_hidden_from_screen_readers_and_keeps_the_policy() -> None:
    svg = drawn("{% icon 'search' 'icon-l' %}")
    assert (
        svg
        == '<svg class="icon icon-l" aria-hidden="true" focusable="false"><use href="/static/icons.svg#search"/></svg>'
    )


def test_an_icon_name_cannot_break_out_of_its_attribute() -> None:
    assert "<script>" not in drawn("{% icon name %}", name='x"><script>')


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("vi", "vi"), ("en", "en")])
def test_the_page_says_its_language_as_bcp_47(language: str, tag: str) -> None:
    assert drawn("{% lang_attr %}", language) == tag


@pytest.mark.parametrize(
    ("language", "price", "amount", "number"),
    [
        ("vi", "42,00", "1.234,50", "2.000"),
        ("zh-hans", "42.00", "1,234.50", "2,000"),
        ("en", "42.00", "1,234.50", "2,000"),
    ],
)
def test_numbers_follow_the_active_language(language: str, price: str, amount: str, number: str) -> None:
    source = "{{ price|unit_price:'USD' }} {{ minor|amount:'USD' }} {{ n|number }}"
    assert drawn(source, language, price=Decimal(42), minor=123450, n=2000) == f"{price} {amount} {number}"


def test_days_and_moments_follow_the_active_language() -> None:
    at = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    source = "{{ on|day }}|{{ at|moment }}|{{ at|iso }}|{{ on|iso }}"
    assert (
        drawn(source, "vi", on=date(2026, 1, 2), at=at)
        == "02/01/2026|24/11/2026 13:05 (giờ Việt Nam)|2026-11-24T06:05Z|2026-01-02"
    )
    assert drawn(source, "zh-hans", on=date(2026, 1, 2), at=at).startswith("2026年1月2日|2026年11月24日 14:05")


@pytest.mark.parametrize("value", [None, "", "abc", "NaN", "Infinity"])
def test_what_is_no_number_is_written_as_nothing(value: object) -> None:
    source = (
        "{{ v|number }}{{ v|unit_price:'USD' }}{{ v|percent }}{{ v|amount:'USD' }}{{ v|day }}{{ v|moment }}{{ v|iso }}"
    )
    assert drawn(source, v=value) == ""


def test_the_query_keeps_what_it_is_not_told_to_change() -> None:
    request = RequestFactory().get("/vi/goods/", {"county": ["a", "b"], "page": "3", "q": "gạo & nếp"})
    address = drawn("{% autoescape off %}{% query_with page=4 %}{% endautoescape %}", request=request)
    assert address == "?county=a&county=b&q=g%E1%BA%A1o+%26+n%E1%BA%BFp&page=4"
    assert drawn("{% query_with page=None county='' q=None %}", request=request) == "?"
    assert drawn("{% query_with page=2 %}") == "?page=2"


def test_a_query_cannot_break_out_of_its_attribute() -> None:
    request = RequestFactory().get("/", {"q": '"><script>'})
    assert "<script>" not in drawn("{% query_with page=2 %}", request=request)


@pytest.mark.parametrize(
    ("present", "total", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 10, [1, 0, 3, 4, 5, 6, 7, 0, 10]),
        (10, 10, [1, 0, 8, 9, 10]),
        (4, 10, [1, 2, 3, 4, 5, 6, 0, 10]),
    ],
)
def test_a_pager_shows_the_ends_and_the_neighbours(present: int, total: int, shown: list[int]) -> None:
    assert ui.page_numbers(Paginator(range(total), 1).page(present)) == shown


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As registered.", max_length=5)


def test_a_fields_help_and_errors_are_bound_to_it() -> None:
    form = SampleForm({"name": "much too long"})
    html = drawn("{% include 'components/_field.html' with field=form.name only %}", form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'value="much too long"' in html, "nothing that was typed is lost"


def test_a_field_without_fault_claims_none() -> None:
    html = drawn("{% include 'components/_field.html' with field=form.name only %}", form=SampleForm())
    assert "aria-invalid" not in html
    assert "_error" not in html


@pytest.mark.parametrize(
    ("weight", "written"), [("2320.000", "2.320"), ("6.200", "6,2"), ("0.000", "0"), ("1E+3", "1.000")]
)
def test_a_measure_drops_the_zeros_at_its_end(weight: str, written: str) -> None:
    assert drawn("{{ weight|number }}", "vi", weight=Decimal(weight)) == written
