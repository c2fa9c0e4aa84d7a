"""Menus are put together from what rooms add."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.web import menus
from marketplace.web.menus import Entry, Menu


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menus, "_entries", {})


def entry(key: str, position: int) -> Entry:
    return Entry(key=key, label=key, page="account_home", icon="user", position=position)


def test_lines_stand_in_their_order_and_in_their_own_menu() -> None:
    menus.add(Menu.PRODUCER, entry("late", 20), entry("early", 10), entry("second early", 10))
    menus.add(Menu.ACCOUNT, entry("early", 1))

    assert [one.key for one in menus.entries(Menu.PRODUCER)] == ["early", "second early", "late"]


def test_two_lines_of_one_key_fail() -> None:
    menus.add(Menu.PRODUCER, entry("goods", 1))
    with pytest.raises(ImproperlyConfigured, match="goods"):
        menus.add(Menu.PRODUCER, entry("goods", 2))


def test_a_line_for_some_is_not_for_a_stranger() -> None:
    line = Entry(key="k", label="k", page="account_home", icon="user", position=1, is_for=lambda who: who == "buyer")

    assert [line.is_seen_by(who) for who in ("buyer", "producer", None)] == [True, False, False]
