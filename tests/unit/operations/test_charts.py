"""Bars of days: each day has one, whatever was counted."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.operations.charts import HEIGHT, day_chart

DAY = date(2026, 11, 10)
TWO = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))


def test_the_busiest_day_fills_the_drawing_and_the_others_are_in_proportion() -> None:
    counts = {DAY: (50, 25), DAY + timedelta(days=2): (100, 0)}
    chart = day_chart(counts, since=DAY, until=DAY + timedelta(days=2))
    assert [(bar.height, bar.zero_height) for bar in chart.bars] == [(HEIGHT // 2, HEIGHT // 4), (0, 0), (HEIGHT, 0)]
    assert [(bar.y, bar.zero_y) for bar in chart.bars] == [(HEIGHT // 2, 72), (HEIGHT, HEIGHT), (0, HEIGHT)]
    assert chart.most == 100


@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(lambda two: (max(two), min(two))), max_size=90
    )
)
def test_no_bar_leaves_the_drawing_and_none_that_counts_is_unseen(rows: list[tuple[int, int]]) -> None:
    counts = {DAY + timedelta(days=at): row for at, row in enumerate(rows)}
    chart = day_chart(counts, since=DAY, until=DAY + timedelta(days=max(len(rows) - 1, 0)))
    assert len(chart.bars) == max(len(rows), 1)
    for bar in chart.bars:
        assert 0 <= bar.x <= chart.width - chart.bar_width
        assert bar.y + bar.height == bar.zero_y + bar.zero_height == chart.height == HEIGHT
        assert bool(bar.height) == bool(bar.times)
        assert bool(bar.zero_height) == bool(bar.zero_times)
        assert bar.height >= bar.zero_height
