"""A single window in a process of its own, at the address where the market expects it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from marketplace.accounts.models import User
from marketplace.clearance.models import HandOff
from marketplace.clearance.services import prepare_hand_off
from marketplace.clearance.tasks import ReceiptPoller
from marketplace.outbox.services import drain
from tests.contracts.clearance.conftest import Window
from tests.factories.orders import PLACED_AT, OrderLineFactory


@pytest.fixture
def window(tmp_path: Path, settings: LazySettings) -> Iterator[Window]:
    """One that answers at once: all receipts are due when the order arrives."""
    window = Window(data=tmp_path / "single-window")
    window.start()
    settings.CLEARANCE_BASE_URL = window.url
    settings.CLEARANCE_TIMEOUT_SECONDS = 5.0
    yield window
    if window.process is not None:
        window.end(9)


@pytest.fixture
def poller() -> ReceiptPoller:
    """One that has just been started."""
    return ReceiptPoller()


@pytest.fixture
def hand_off(actor: User) -> HandOff:
    """Of a confirmed order of one line, queued."""
    line = OrderLineFactory.create(producer_order__confirmed=True)
    return prepare_hand_off(producer_order_id=line.producer_order_id, now=PLACED_AT)


@pytest.fixture
def sent(hand_off: HandOff, window: Window) -> HandOff:
    """Handed over to the window, its receipts not read yet."""
    drain(now=PLACED_AT, lanes=["clearance"])
    hand_off.refresh_from_db()
    return hand_off
