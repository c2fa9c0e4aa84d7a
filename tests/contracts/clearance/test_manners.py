"""The window answers as real ports do, when it is asked to, and the market reads all of it."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
from pathlib import Path
from urllib.error import HTTPError

import pytest

from marketplace.clearance import transport
from marketplace.clearance.messages import ceb303, ceb304, ceb900, dxp, receipts
from marketplace.clearance.simulator.documents import load
from marketplace.clearance.simulator.manners import CHOICES
from marketplace.clearance.simulator.store import Store
from scripts.environment import ROOT
from tests.contracts.clearance.conftest import COMMAND, Window
from tests.factories.customs_messages import MADE_AT, SENDER, envelope_of, order_message

pytestmark = pytest.mark.slow


def fetched(window: Window) -> list[bytes]:
    """The envelopes with the receipts so far."""
    return [item.envelope for item in transport.poll_receipts(base_url=window.url, sender=SENDER, after=0, timeout=20)]


def said(window: Window) -> list[tuple[str, int, str]]:
    """Order number or guid, code and text of each return that the market can read."""
    found = []
    for envelope in fetched(window):
        for one in receipts.read(envelope, certificates=[], at=MADE_AT).receipts:
            about = one.order_number if isinstance(one, ceb304.OrderReceipt) else one.cop_msg_id
            found.append((about, one.status, one.info))
    return found


def test_a_refused_signature_comes_as_a_ceb900_that_names_the_message(window: Window) -> None:
    window.post("/control/answer-next", {"as": "format"})
    first, second = order_message(), order_message()
    window.send(first)
    window.send(second)
    found = said(window)
    assert found[0] == (first.guid_text, -621029, "验签失败")
    assert [code for about, code, _ in found if about == second.order_number] == [2, 3, 120]
    _, data = dxp.open_envelope(fetched(window)[0])
    load(data, schema="CEB900Message", code="x")
    assert ceb900.read(data).receipts[0].cop_msg_id == first.guid_text


@pytest.mark.parametrize(
    ("kind", "codes"), [("send-failed", [2, 4]), ("error", [2, 3, -301008]), ("format", [-621029])]
)
def test_an_order_that_got_no_yes_may_come_again(window: Window, kind: str, codes: list[int]) -> None:
    window.post("/control/answer-next", {"as": kind})
    first = order_message()
    again = order_message(order_number=first.order_number)
    window.send(first)
    window.send(again)
    assert [code for _, code, _ in said(window)] == [*codes, 2, 3, 120]
    assert window.get("/control/messages")["answer_next"] == []


def test_399_ends_an_order_too(window: Window) -> None:
    window.post("/control/manner", {"end": "399"})
    window.send(order_message())
    assert said(window)[-1][1:] == (399, "海关审结")


EVERY = list(itertools.product(CHOICES["encoding"], CHOICES["begin"], CHOICES["time"]))


@pytest.mark.parametrize(("encoding", "begin", "time"), EVERY)
def test_the_market_reads_every_way_of_writing(window: Window, encoding: str, begin: str, time: str) -> None:
    window.post("/control/manner", {"encoding": encoding, "begin": begin, "time": time})
    window.post("/control/reject-next", {"reason": "单证不全㐀"})
    order = order_message()
    window.send(order)
    assert said(window)[-1] == (order.order_number, 100, "单证不全㐀")


def test_what_is_due_comes_in_one_message_with_one_return_that_nobody_can_read(window: Window) -> None:
    window.post("/control/manner", {"batch": "odd"})
    orders = [order_message() for _ in range(40)]
    for order in orders:
        window.send(order)
    messages = [receipts.read(envelope, certificates=[], at=MADE_AT) for envelope in fetched(window)]
    assert [(len(message.receipts), len(message.odd)) for message in messages] == [(99, 1), (21, 1)]
    assert {odd.reason for message in messages for odd in message.odd} == {"bad_time"}
    accepted = {about for about, code, _ in said(window) if code == 120}
    assert accepted == {order.order_number for order in orders}


def test_guids_of_the_ports_own_empty_elements_and_brackets(window: Window) -> None:
    window.post("/control/manner", {"guid": "port", "empty": "yes"})
    order = order_message()
    window.send(order)
    (message, *_) = [receipts.read(envelope, certificates=[], at=MADE_AT) for envelope in fetched(window)]
    (one,) = message.receipts
    assert isinstance(one, ceb304.OrderReceipt)
    assert (one.exporter_code, one.info, one.guid == order.guid_text) == ("", "", False)
    window.post("/control/manner", {"empty": "no", "text": "bracketed"})
    window.post("/control/reject-next", {"reason": "单证不全"})
    other = order_message()
    window.send(other)
    assert said(window)[-1][2] == "[Code:100;Desc:单证不全]"


@pytest.mark.parametrize("time", ["20231399999999", "20260230000000", "20261110246000", "00000000000000"])
def test_an_order_at_a_time_that_does_not_exist_is_refused(window: Window, time: str) -> None:
    xml = ceb303.build(order_message()).replace(b"20261110103000", time.encode())
    assert time.encode() in xml
    with pytest.raises(transport.Refused) as caught:
        transport.send(envelope_of(xml), base_url=window.url, timeout=20)
    assert (caught.value.code, "appTime" in caught.value.reason) == ("bad_message", True)
    assert window.get("/health")["messages"] == 0


@pytest.mark.parametrize(
    ("path", "posted"),
    [
        ("manner", {"encoding": "utf-7"}),
        ("manner", {"encoding": ["utf-8"]}),
        ("manner", {"nothing": "x"}),
        ("manner", {"end": "399", "time": "15"}),
        ("answer-next", {"as": "yes"}),
        ("answer-next", {"as": 5}),
        ("answer-next", {}),
    ],
)
def test_a_manner_that_there_is_not_changes_nothing(window: Window, path: str, posted: dict[str, object]) -> None:
    before = window.get("/control/messages")
    with pytest.raises(HTTPError) as caught:
        window.post(f"/control/{path}", posted)
    caught.value.close()
    assert caught.value.code == 400
    assert window.get("/control/messages") == before


def test_the_command_line_does_the_same(window: Window) -> None:
    for options in (["--manner", "end=399", "--manner", "time=14"], ["--answer-next", "send-failed"]):
        done = subprocess.run(
            [*COMMAND, "--data", str(window.data), *options], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout
    state = window.get("/control/messages")
    assert (state["manner"]["end"], state["manner"]["time"]) == ("399", "14")
    assert state["answer_next"] == ["send-failed"]
    refused = subprocess.run(
        [*COMMAND, "--data", str(window.data), "--manner", "end=7"], cwd=ROOT, capture_output=True, check=False
    )
    assert refused.returncode == 2


def test_a_store_of_an_older_window_is_brought_up(tmp_path: Path) -> None:
    Store(tmp_path)
    with sqlite3.connect(tmp_path / "single-window.sqlite3") as connection:
        connection.execute("ALTER TABLE step DROP COLUMN message_type")
    connection.close()
    with Store(tmp_path).transaction() as opened:
        assert "message_type" in {row["name"] for row in opened.execute("PRAGMA table_info(step)")}
