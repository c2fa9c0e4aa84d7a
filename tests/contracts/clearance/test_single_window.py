"""The whole way: built, sent over a real connection to a real process, kept, answered by receipts."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.error
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplace.clearance import transport
from marketplace.clearance.messages import ceb303, ceb304, dxp
from scripts.environment import ROOT
from tests.contracts.clearance.conftest import COMMAND, Window
from tests.factories.customs_messages import SENDER, envelope_of, order_envelope, order_line, order_message

pytestmark = pytest.mark.slow
ACCEPTED = [(2, "电子口岸申报中"), (3, "发送海关成功"), (120, "海关入库")]


def refusal(window: Window, envelope: bytes) -> transport.Refused:
    with pytest.raises(transport.Refused) as caught:
        transport.send(envelope, base_url=window.url, timeout=20)
    return caught.value


def test_an_order_is_acknowledged_and_its_receipts_come_in_their_order(window: Window) -> None:
    order = order_message()
    answer = window.send(order)
    assert (answer.code, answer.cop_msg_id) == ("0", order.guid_text)
    assert window.steps(order) == ACCEPTED
    receipt = window.receipts()[0]
    assert (receipt.order_number, receipt.platform_code) == (order.order_number, order.platform.code)
    times = [receipt.returned_at for receipt in window.receipts()]
    assert times == sorted(times)


def test_the_same_message_again_gets_the_same_answer_and_is_kept_once(window: Window) -> None:
    order = order_message()
    first = window.send(order)
    # A retry in an envelope of its own, as after a crash between sending and noting.
    again = transport.send(envelope_of(ceb303.build(order), cop_msg_id="ANOTHER"), base_url=window.url, timeout=20)
    assert again == first
    assert window.steps(order) == ACCEPTED
    kept = window.get("/control/messages")["messages"]
    assert [(message["guid"], message["deliveries"]) for message in kept] == [(order.guid_text, 2)]


def test_twenty_at_the_same_moment_are_still_one(window: Window) -> None:
    envelope = order_envelope(order_message())
    answers: list[transport.Acknowledgement] = []

    def send() -> None:
        answers.append(transport.send(envelope, base_url=window.url, timeout=10))

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert len(set(answers)) == 1
    assert window.get("/health")["messages"] == 1
    assert len(window.receipts()) == 3


def test_a_guid_that_comes_back_with_another_content_is_refused(window: Window) -> None:
    order = order_message()
    window.send(order)
    changed = order_message(guid=order.guid, order_number="HH-OTHER-1")
    assert refusal(window, order_envelope(changed)).code == "guid_reused"
    assert window.steps(order) == ACCEPTED
    assert window.get("/health")["messages"] == 1


def test_a_second_order_with_the_same_number_is_rejected_with_the_code_of_customs(window: Window) -> None:
    first, second = order_message(order_number="HH-7-1"), order_message(order_number="HH-7-1")
    window.send(first)
    window.send(second)
    assert window.steps(first) == ACCEPTED
    assert window.steps(second)[-1] == (100, "-301010 已存在相同编号的订单")


def test_the_same_number_on_another_platform_is_another_order(window: Window) -> None:
    first = order_message(order_number="HH-7-1")
    second = order_message(order_number="HH-7-1", platform=ceb303.Party(code="5325DEM777", name="另一平台"))
    window.send(first)
    window.send(second)
    assert window.steps(second) == ACCEPTED


def test_what_was_rejected_may_come_again_corrected_with_its_number(window: Window) -> None:
    wrong = order_message(order_number="HH-8-1", goods_value=Decimal("31.4"))
    window.send(wrong)
    assert window.steps(wrong)[-1] == (100, "-301008 参数校验不通过：商品金额与各项总价之和不符")
    right = order_message(order_number="HH-8-1")
    window.send(right)
    assert window.steps(right) == ACCEPTED


def test_a_change_needs_an_order_and_a_deletion_frees_its_number(window: Window) -> None:
    number = "HH-9-1"
    early = order_message(order_number=number, app_type=ceb303.AppType.CHANGE)
    window.send(early)
    assert window.steps(early)[-1] == (100, "-301011 状态不符：没有可变更或删除的订单")
    for app_type in (ceb303.AppType.NEW, ceb303.AppType.CHANGE, ceb303.AppType.DELETE, ceb303.AppType.NEW):
        order = order_message(order_number=number, app_type=app_type)
        window.send(order)
        assert window.steps(order) == ACCEPTED, app_type


def test_a_wrong_product_is_rejected_and_the_line_named(window: Window) -> None:
    lines = (order_line(), order_line(total_price=Decimal(40)))
    order = order_message(lines=lines)
    window.send(order)
    assert window.steps(order) == [*ACCEPTED[:2], (100, "-301008 参数校验不通过：第2项单价与数量之积不等于总价")]


def test_the_person_at_the_window_rejects_the_next_order_and_only_that(window: Window) -> None:
    window.post("/control/reject-next", {"reason": "单证不全：缺少植物检疫证书"})
    assert window.get("/control/messages")["reject_next"] == ["单证不全：缺少植物检疫证书"]
    rejected, accepted = order_message(), order_message()
    window.send(rejected)
    window.send(rejected)
    window.send(accepted)
    assert window.steps(rejected)[-1] == (100, "单证不全：缺少植物检疫证书")
    assert window.steps(accepted) == ACCEPTED


def test_the_command_rejects_the_next_order_of_a_stopped_window(window: Window) -> None:
    window.end(signal.SIGTERM)
    command = [*COMMAND, "--reject-next", "价格偏低", "--data", str(window.data)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    window.start()
    order = order_message()
    window.send(order)
    assert window.steps(order)[-1] == (100, "价格偏低")


@pytest.mark.parametrize("value", [{}, {"reason": ""}, {"reason": 5}, {"reason": "a\nb"}, {"reason": "长" * 501}, []])
def test_a_reason_that_is_none_is_refused(window: Window, value: Any) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        window.post("/control/reject-next", value)
    with caught.value as error:
        assert error.code == 400
    order = order_message()
    window.send(order)
    assert window.steps(order) == ACCEPTED


def test_receipts_take_their_time_and_can_be_hurried(tmp_path: Path) -> None:
    window = Window(data=tmp_path / "slow", step_seconds=600)
    window.start()
    try:
        window.send(order_message())
        assert window.receipts() == []
        assert window.get("/health")["receipts_waiting"] == 3
        assert window.post("/control/advance", {})["receipts_due"] == 3
        assert [receipt.status for receipt in window.receipts()] == [2, 3, 120]
    finally:
        window.end(9)


def test_no_receipt_falls_behind_a_cursor_when_orders_overlap(tmp_path: Path) -> None:
    window = Window(data=tmp_path / "overlap", step_seconds=0.15)
    window.start()
    orders = [order_message() for _ in range(6)]
    seen: list[int] = []
    cursor = 0
    try:
        for turn in range(100):
            if turn < len(orders):
                window.send(orders[turn])
            for item in transport.poll_receipts(base_url=window.url, sender=SENDER, after=cursor, timeout=20):
                cursor = item.cursor
                seen.append(cursor)
            if len(seen) == 18:
                break
            time.sleep(0.04)
        assert seen == list(range(1, 19))
        assert statuses_by_guid(window) == {order.guid_text: [2, 3, 120] for order in orders}
    finally:
        window.end(9)


def test_receipts_go_to_their_sender_in_pages(window: Window) -> None:
    for _ in range(3):
        window.send(order_message())
    assert window.receipts(sender="DXPSOMEBODYELSE0") == []
    page = transport.poll_receipts(base_url=window.url, sender=SENDER, after=0, timeout=20, limit=4)
    rest = transport.poll_receipts(base_url=window.url, sender=SENDER, after=page[-1].cursor, timeout=20)
    assert (len(page), len(rest)) == (4, 5)
    assert [item.cursor for item in page + rest] == sorted({item.cursor for item in page + rest})


def test_asking_twice_gives_the_same_bytes(window: Window) -> None:
    window.send(order_message())
    first = transport.poll_receipts(base_url=window.url, sender=SENDER, after=0, timeout=20)
    assert transport.poll_receipts(base_url=window.url, sender=SENDER, after=0, timeout=20) == first
    assert len({dxp.parse(item.envelope).cop_msg_id for item in first}) == 3


def test_an_acknowledged_order_survives_a_kill_and_its_receipts_are_not_doubled(window: Window) -> None:
    orders = [order_message() for _ in range(5)]
    answers = [window.send(order) for order in orders]
    before = window.receipts()
    window.end(signal.SIGKILL)
    with pytest.raises(transport.Unreachable):
        window.send(orders[0])
    window.start()
    assert [window.send(order) for order in orders] == answers
    assert window.receipts() == before
    assert len(before) == 15


def deliver(window: Window, orders: list[ceb303.OrderMessage]) -> None:
    """Send each order until it is acknowledged, as the outbox does."""
    for order in orders:
        for _ in range(400):
            try:
                window.send(order)
                break
            except (transport.Unreachable, transport.Temporary):
                time.sleep(0.05)


def statuses_by_guid(window: Window) -> dict[str, list[int]]:
    """Return the statuses of every order in the order of their cursors, read page by page."""
    found: dict[str, list[int]] = {}
    cursor = 0
    while page := transport.poll_receipts(base_url=window.url, sender=SENDER, after=cursor, timeout=20):
        for item in page:
            for receipt in ceb304.read(dxp.parse(item.envelope).data).receipts:
                found.setdefault(receipt.guid, []).append(receipt.status)
        cursor = page[-1].cursor
    return found


def test_killed_again_and_again_while_orders_arrive_it_keeps_each_one_once(window: Window) -> None:
    orders = [order_message() for _ in range(40)]
    threads = [threading.Thread(target=deliver, args=(window, orders[start::4])) for start in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.1)
        window.end(signal.SIGKILL)
        window.start()
    for thread in threads:
        thread.join(timeout=60)
    kept = window.get("/control/messages")["messages"]
    assert sorted(message["guid"] for message in kept) == sorted(order.guid_text for order in orders)
    assert statuses_by_guid(window) == {order.guid_text: [2, 3, 120] for order in orders}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_even_with_a_guest_who_says_nothing(window: Window, number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", window.port, timeout=20)
    connection.connect()
    started = time.monotonic()
    assert window.end(number) == 0
    assert time.monotonic() - started < 4  # within a second, but for a busy machine; the guest would stay longer
    connection.close()


def test_the_command_stops_it_and_says_when_there_is_nothing_to_stop(window: Window) -> None:
    command = [*COMMAND, "--stop", "--port", str(window.port)]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (first.returncode, first.stdout) == (0, "The single-window simulator stops.\n")
    assert window.process is not None
    assert window.process.wait(timeout=20) == 0
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith("No single-window simulator answers on 127.0.0.1:")
    window.end(9)


def test_it_listens_on_ipv6_too(tmp_path: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    window = Window(data=tmp_path / "six", host="::1")
    assert "http://[::1]:" in window.start()
    try:
        order = order_message()
        window.send(order)
        assert window.steps(order) == ACCEPTED
    finally:
        window.end(9)


@pytest.mark.parametrize("fault", ["port", "data"])
def test_what_stands_in_the_way_of_a_start_is_said_in_one_line(window: Window, tmp_path: Path, fault: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    data = blocked if fault == "data" else tmp_path / "other"
    command = [*COMMAND, "--port", str(window.port), "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"--{fault}" in done.stderr


def test_a_message_of_a_foreign_sender_or_type_is_turned_away(window: Window) -> None:
    message = ceb303.build(order_message())
    assert refusal(window, envelope_of(message, sender_id="DXPSOMEBODYELSE0")).code == "wrong_sender"
    assert refusal(window, envelope_of(message, msg_type="CEB603Message")).code == "unknown_type"
    assert window.get("/health")["messages"] == 0


def test_a_message_that_breaks_the_schema_is_turned_away_with_the_element_named(window: Window) -> None:
    broken = ceb303.build(order_message()).replace(b"<ceb:freight>0</ceb:freight>", b"")
    error = refusal(window, envelope_of(broken))
    assert error.code == "bad_message"
    assert "freight" in error.reason
    assert window.get("/health")["messages"] == 0


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize("xml", [b"", b"\x00" * 50, b"<a", BOMB, b"<a>" * 100_000, b"<a/>", b"\xff\xfe<\x00"])
def test_hostile_bytes_are_turned_away_inside_and_outside_of_an_envelope(window: Window, xml: bytes) -> None:
    assert refusal(window, xml).code == "bad_envelope"
    if xml:
        assert refusal(window, envelope_of(xml)).code == "bad_message"
    assert window.get("/health")["status"] == "ok"


def test_a_body_that_is_too_long_is_answered_and_not_cut_off(window: Window) -> None:
    assert refusal(window, b"x" * 15_000_000).code == "too_large"


@pytest.mark.parametrize(
    ("request_line", "headers", "body", "status"),
    [
        ("GET /receipts", {}, b"", 400),
        ("GET /receipts?sender=D&after=-1", {}, b"", 400),
        ("GET /receipts?sender=D&after=1e9", {}, b"", 400),
        ("GET /receipts?sender=D&after=" + "9" * 30, {}, b"", 400),
        ("GET /receipts?sender=D&after=" + "9" * 18 + "&limit=0", {}, b"", 200),
        ("GET /receipts?sender=%00%FF&after=%D9%A1", {}, b"", 400),
        ("GET /nowhere", {}, b"", 404),
        ("GET /../../etc/passwd", {}, b"", 404),
        ("POST /receipts", {}, b"", 404),
        ("DELETE /dxp", {}, b"", 501),
        ("POST /dxp", {"Content-Length": "-5"}, b"", 411),
        ("POST /dxp", {"Content-Length": "٣"}, b"", 411),
        ("POST /dxp", {"Transfer-Encoding": "chunked"}, b"", 411),
        ("POST /control/stop", {}, b"{}", 415),
        ("POST /control/reject-next", {"Content-Type": "text/plain"}, b'{"reason": "x"}', 415),
        ("POST /control/reject-next", {"Content-Type": "application/json"}, b"[" * 100_000, 400),
        ("POST /control/reject-next", {"Content-Type": "application/json"}, b"\xff", 400),
    ],
)
def test_a_request_that_makes_no_sense_is_answered_and_harms_nothing(
    window: Window, request_line: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    given = {"Content-Length": str(len(body))} if "Transfer-Encoding" not in headers else {}
    method, _, path = request_line.partition(" ")
    with closing(http.client.HTTPConnection("127.0.0.1", window.port, timeout=20)) as connection:
        connection.putrequest(method, path)
        for name, value in (given | headers).items():
            connection.putheader(name, value.encode())
        connection.endheaders(body)
        assert connection.getresponse().status == status
    assert window.get("/health") == {"status": "ok", "messages": 0, "receipts_waiting": 0}


def test_the_first_page_names_the_addresses(window: Window) -> None:
    assert "POST /dxp" in json.dumps(window.get("/"))
