"""Months of harvest."""

from __future__ import annotations

from marketplace.catalog.models import season_mask
from marketplace.storefront.seasons import calendar


def test_a_season_over_the_new_year_is_one_bar_across_it() -> None:
    months = calendar(season_mask([12, 1, 2]), month=1, language="vi")
    assert [month.is_on for month in months] == [True, True, *[False] * 9, True]
    assert (months[11].is_first, months[0].is_first, months[1].is_last, months[11].is_last) == (
        True,
        False,
        True,
        False,
    )
    assert [month.short for month in months if month.is_now] == ["T1"]


def test_months_are_named_in_the_language() -> None:
    assert calendar(1, month=5, language="zh-hans")[9].short == "10月"
    assert calendar(1, month=5, language="en")[9].short == "Oct"
