"""Receipts as they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.clearance.messages import ceb304
from marketplace.clearance.messages.errors import MessageRefused
from tests.factories.customs_messages import receipt_root, receipt_xml


def reason(xml: bytes) -> str:
    with pytest.raises(MessageRefused) as caught:
        ceb304.read(xml)
    return caught.value.reason


def test_a_receipt_is_read_with_its_instant_in_utc() -> None:
    message = ceb304.read(receipt_xml())
    assert message == ceb304.ReceiptMessage(
        guid="9B1D6F0A-52B4-4D3B-8A57-1C2A0F6A7E11",
        receipts=(
            ceb304.OrderReceipt(
                guid="4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
                platform_code="5325DEM000",
                exporter_code="5325DEM001",
                order_number="HH-1-1",
                status=ceb304.ReceiptStatus.ACCEPTED,
                returned_at=datetime(2026, 11, 10, 2, 30, 0, 123_000, tzinfo=UTC),
                info="海关入库",
            ),
        ),
    )
    assert message.receipts[0].returned_at.tzinfo is UTC


def test_a_hundred_receipts_are_read_in_their_order_and_one_more_is_refused() -> None:
    one = receipt_xml().split(b">", 1)[1].rsplit(b"</", 1)[0].decode()
    numbered = [one.replace("HH-1-1", f"HH-{number}-1") for number in range(101)]
    found = ceb304.read(receipt_root("".join(numbered[:100]))).receipts
    assert [receipt.order_number for receipt in found] == [f"HH-{number}-1" for number in range(100)]
    assert reason(receipt_root("".join(numbered))) == "wrong_length"


@pytest.mark.parametrize("status", [1, 2, 3, 4, 100, 120, 399, -301010, -10102])
def test_the_known_statuses_and_all_processing_errors_are_read(status: int) -> None:
    assert ceb304.read(receipt_xml(returnStatus=str(status))).receipts[0].status == status


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"returnStatus": "5"}, "unknown_status"),
        ({"returnStatus": "800"}, "unknown_status"),
        ({"returnStatus": "0"}, "bad_number"),
        ({"returnStatus": "-0"}, "bad_number"),
        ({"returnStatus": "1.0"}, "bad_number"),
        ({"returnStatus": "1e2"}, "bad_number"),
        ({"returnStatus": "１２０"}, "bad_number"),
        ({"returnStatus": ""}, "wrong_length"),
        ({"returnStatus": "12345678901"}, "wrong_length"),
        ({"returnTime": "20261110103000"}, "wrong_length"),
        ({"returnTime": "20261310103000123"}, "bad_time"),
        ({"returnTime": "2026111010300012x"}, "bad_time"),
        ({"returnTime": "２０２６1110103000123"}, "bad_time"),
        ({"returnTime": "00010101000000000"}, "bad_time"),
        ({"guid": "short"}, "wrong_length"),
        ({"orderNo": "H" * 61}, "wrong_length"),
        ({"orderNo": " "}, "wrong_length"),
        ({"returnInfo": "长" * 1001}, "wrong_length"),
        ({"returnInfo": "-"}, "missing_element"),
        ({"guid": "-"}, "missing_element"),
        ({"extra": "x"}, "unexpected_element"),
        ({"orderNo": "HH<ceb:b>1</ceb:b>"}, "unexpected_element"),
    ],
)
def test_a_receipt_with_one_fault_is_refused_with_its_reason(changes: dict[str, str], expected: str) -> None:
    assert reason(receipt_xml(**changes)) == expected


def test_elements_out_of_order_are_refused() -> None:
    xml = receipt_xml().replace(b"<ceb:ebpCode>5325DEM000</ceb:ebpCode>", b"")
    assert reason(xml.replace(b"</ceb:OrderReturn>", b"<ceb:ebpCode>5325DEM000</ceb:ebpCode></ceb:OrderReturn>")) == (
        "missing_element"
    )


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (receipt_root(""), "wrong_length"),
        (receipt_root("<ceb:Order/>"), "unexpected_element"),
        (receipt_root("<OrderReturn/>"), "unexpected_element"),
        (receipt_root("", guid="x"), "wrong_length"),
        (receipt_root("", version="2.0"), "wrong_root"),
        (receipt_xml().replace(b"chinaport.gov.cn/ceb", b"example.com/ceb"), "wrong_root"),
        (receipt_xml().replace(b"CEB304Message", b"CEB303Message"), "wrong_root"),
        (b"<CEB304Message/>", "wrong_root"),
    ],
)
def test_another_message_is_refused(xml: bytes, expected: str) -> None:
    assert reason(xml) == expected


def test_a_comment_in_the_middle_of_a_number_does_not_cut_it() -> None:
    # Read up to the comment it would be another order's receipt.
    found = ceb304.read(receipt_xml(orderNo="HH-1<!-- -->-12")).receipts[0]
    assert found.order_number == "HH-1-12"


def test_the_refusal_repeats_nothing_of_the_payload() -> None:
    with pytest.raises(MessageRefused) as caught:
        ceb304.read(receipt_xml(returnTime="<script>alert1"))
    assert "script" not in str(caught.value)
