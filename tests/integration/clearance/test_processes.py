"""The worker as it really runs: stopped, killed, started again, with the single window there and away."""

from __future__ import annotations

import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import database_templates
from tests.contracts.clearance.conftest import Window
from tests.integration.clearance.market import Market
from tests.integration.scripts.processes import wait

pytestmark = [pytest.mark.slow, pytest.mark.differs]  # each database gives way to killed processes in its own manner
DATABASE = "honghe_worker_test"
PATIENCE = 90.0


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """Migrated and empty, on the kind of database that the tests run on; the window runs, no worker does."""
    data = tmp_path / "market"
    data.mkdir()
    url = f"sqlite:///{shutil.copy(database_templates.sqlite(), data / 'honghe.sqlite3')}"
    if connection.vendor == "postgresql":
        url = database_templates.copy_postgresql(DATABASE)
    window = Window(data=data / "single-window")
    window.start()
    market = Market(data=data, database=url, window=window)
    yield market
    market.close()


def settled(market: Market, count: int) -> bool:
    return market.statuses() == {"accepted": count}


def stop(market: Market, number: int) -> tuple[int, float]:
    """Send the newest worker a signal; return its exit status and how long it took."""
    worker, started = market.workers[-1], time.monotonic()
    worker.send_signal(number)
    return worker.wait(timeout=20), time.monotonic() - started


def test_a_market_on_its_way(market: Market) -> None:
    """One story, as every part of it needs the whole machinery to stand."""
    _a_stopped_window_gets_each_order_once_when_it_is_back(market)
    _a_worker_that_is_told_to_stop_stops_soon_and_cleanly(market)
    _killed_workers_lose_nothing_and_send_nothing_twice_in_effect(market)
    _people_are_told(market)
    _one_form_is_one_order(market)
    _an_order_leaves_while_a_hundred_pictures_are_made(market)


def _a_stopped_window_gets_each_order_once_when_it_is_back(market: Market) -> None:
    market.window.end(signal.SIGTERM)
    market.start_worker()
    numbers = market.act("confirm", "3")
    assert wait(lambda: market.statuses() == {"queued": 3}, PATIENCE)
    tries = "select min(attempts) from outbox_outboxmessage where topic = 'clearance.hand_off'"
    assert wait(lambda: market.query(tries)[0][0] >= 1, PATIENCE)

    market.window.start()

    assert wait(lambda: settled(market, 3), PATIENCE), market.statuses()
    assert market.deliveries() == dict.fromkeys(numbers, 1)


def _a_worker_that_is_told_to_stop_stops_soon_and_cleanly(market: Market) -> None:
    status, seconds = stop(market, signal.SIGTERM)
    assert status == 0
    assert seconds < 10, seconds  # half a second on an idle machine; five are given to what is at hand
    assert not market.query("select id from outbox_outboxmessage where state='leased'")


def _killed_workers_lose_nothing_and_send_nothing_twice_in_effect(market: Market) -> None:
    chance = random.Random(7)
    numbers = [*market.act("confirm", "12")]
    for _ in range(3):
        market.start_worker()
        time.sleep(chance.uniform(0.4, 1.6))
        stop(market, signal.SIGKILL)
    market.start_worker()

    assert wait(lambda: settled(market, 15), PATIENCE), market.statuses()

    kept = market.deliveries()
    assert all(kept[number] == 1 for number in numbers)
    assert len(kept) == 15
    receipts = market.query("select order_number, return_status, count(*) from clearance_receipt group by 1, 2")
    assert sorted(receipts) == sorted((number, status, 1) for number in kept for status in (2, 3, 120))
    assert not market.query("select topic, last_error from outbox_outboxmessage where state='dead'")


def _people_are_told(market: Market) -> None:
    open_messages = "select count(*) from outbox_outboxmessage where state not in ('done', 'skipped')"
    assert wait(lambda: market.query(open_messages)[0][0] == 0, PATIENCE)
    letters = "".join(letter.read_text() for letter in (market.data / "mail").iterdir())
    keys = re.findall(r"^Message-ID: (.+)$", letters, flags=re.MULTILINE)
    languages = re.findall(r"^Content-Language: (.+)$", letters, flags=re.MULTILINE)
    told = Counter(language for _key, language in set(zip(keys, languages, strict=True)))
    assert told == {"vi": 30, "zh-hans": 15}, "confirmed and accepted, to the buyer; accepted, to the producer"


def _one_form_is_one_order(market: Market) -> None:
    first, *others = market.act("submit", "4")

    assert first.startswith("HK")
    assert set(others) == {first}
    assert market.query(f"select count(*) from orders_order where number='{first}'") == [(1,)]


def _an_order_leaves_while_a_hundred_pictures_are_made(market: Market) -> None:
    stop(market, signal.SIGTERM)
    market.act("pictures", "100")
    before = sum(market.statuses().values())
    market.start_worker("--except-lane", "heavy")
    heavy = market.start_worker("--lane", "heavy", "--nice", "10")
    assert wait(lambda: made(market) >= 1, PATIENCE), "the pictures are under way"

    market.act("confirm", "1")

    assert wait(lambda: market.statuses() == {"accepted": before + 1}, PATIENCE), market.statuses()
    assert heavy.poll() is None
    assert made(market) < 100, "the order did not wait for the pictures"
    _a_killed_worker_for_heavy_work_takes_nothing_along_and_is_followed(market)


def _a_killed_worker_for_heavy_work_takes_nothing_along_and_is_followed(market: Market) -> None:
    before = sum(market.statuses().values())
    stop(market, signal.SIGKILL)
    left = made(market)

    market.act("confirm", "1")

    assert wait(lambda: market.statuses() == {"accepted": before + 1}, PATIENCE), market.statuses()
    assert made(market) == left, "nobody served the lane meanwhile"
    market.start_worker("--lane", "heavy")
    assert wait(lambda: made(market) > left + 1, PATIENCE), "what the killed one had at hand is free at once"


def made(market: Market) -> int:
    """How many pictures have their sizes."""
    return int(
        market.query(
            "select count(*) from outbox_outboxmessage where topic = 'catalog.picture.added' and state = 'done'"
        )[0][0]
    )
