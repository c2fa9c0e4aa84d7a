"""Receipts as they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.clearance.messages import ceb304
from marketplace.clearance.messages.errors import MessageRefused
from tests.factories.customs_messages import receipt_root, receipt_xml


def reason(xml: bytes) -> str:
    """Why nothing of a message is read."""
    with pytest.raises(MessageRefused) as caught:
        ceb304.read(xml)
    return caught.value.reason


def only(**changes: str) -> ceb304.OrderReceipt:
    """The one return of a message that is read whole."""
    message = ceb304.read(receipt_xml(**changes))
    assert message.odd == ()
    (receipt,) = message.receipts
    return receipt


def test_a_receipt_is_read_with_its_instant_in_utc() -> None:
    message = ceb304.read(receipt_xml())
    assert message == ceb304.ReceiptMessage(
        guid="9B1D6F0A-52B4-4D3B-8A57-1C2A0F6A7E11",
        odd=(),
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


def test_all_returns_are_read_in_their_order_however_many_there_are() -> None:
    one = receipt_xml().split(b">", 1)[1].rsplit(b"</", 1)[0].decode()
    numbered = [one.replace("HH-1-1", f"HH-{number}-1") for number in range(101)]
    found = ceb304.read(receipt_root("".join(numbered))).receipts
    assert [receipt.order_number for receipt in found] == [f"HH-{number}-1" for number in range(101)]


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
        ({"returnStatus": ""}, "missing_element"),
        ({"returnStatus": "12345678901"}, "wrong_length"),
        ({"returnStatus": "-"}, "missing_element"),
        ({"returnTime": ""}, "bad_time"),
        ({"returnTime": "2026111010300"}, "bad_time"),
        ({"returnTime": "202611101030001"}, "bad_time"),
        ({"returnTime": "20231399999999"}, "bad_time"),
        ({"returnTime": "20261310103000123"}, "bad_time"),
        ({"returnTime": "2026111010300012x"}, "bad_time"),
        ({"returnTime": "２０２６1110103000123"}, "bad_time"),
        ({"returnTime": "00010101000000000"}, "bad_time"),
        ({"orderNo": "H" * 61}, "wrong_length"),
        ({"ebpCode": "5" * 19}, "wrong_length"),
        ({"orderNo": " "}, "missing_element"),
        ({"orderNo": "-"}, "missing_element"),
        ({"orderNo": "HH<ceb:b>1</ceb:b>"}, "unexpected_element"),
        ({"orderNo": "HH-1</ceb:orderNo><ceb:orderNo>HH-2"}, "unexpected_element"),
    ],
)
def test_a_return_with_one_fault_is_odd_for_its_reason_and_takes_no_other_with_it(
    changes: dict[str, str], expected: str
) -> None:
    good, odd = (receipt_xml(**values).split(b">", 1)[1].rsplit(b"</", 1)[0].decode() for values in ({}, changes))
    message = ceb304.read(receipt_root(good + odd + good))
    assert [receipt.order_number for receipt in message.receipts] == ["HH-1-1", "HH-1-1"]
    (found,) = message.odd
    assert (found.position, found.reason) == (2, expected)
    assert "OrderReturn" in found.text


@pytest.mark.parametrize(
    ("changes", "attribute", "expected"),
    [
        ({"guid": "4cde1cfd-eded-46b1-946c-b8022e42fc94"}, "guid", "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"),
        ({"guid": "20261110-17"}, "guid", "20261110-17"),
        ({"guid": "x" * 40}, "guid", "X" * 36),
        ({"guid": ""}, "guid", ""),
        ({"guid": "-"}, "guid", ""),
        ({"ebpCode": ""}, "platform_code", ""),
        ({"ebcCode": ""}, "exporter_code", ""),
        ({"ebcCode": "-"}, "exporter_code", ""),
        ({"returnInfo": ""}, "info", ""),
        ({"returnInfo": "-"}, "info", ""),
        ({"returnInfo": "长" * 1000}, "info", "长" * 1000),
        ({"returnInfo": "长" * 1001}, "info", "长" * 999 + "…"),
        ({"note": "x"}, "status", 120),
        ({"returnTime": "20261110103000"}, "returned_at", datetime(2026, 11, 10, 2, 30, tzinfo=UTC)),
    ],
)
def test_what_senders_leave_out_or_write_their_own_way_costs_no_verdict(
    changes: dict[str, str], attribute: str, expected: object
) -> None:
    assert getattr(only(**changes), attribute) == expected


def test_elements_may_come_in_another_order() -> None:
    xml = receipt_xml().replace(b"<ceb:ebpCode>5325DEM000</ceb:ebpCode>", b"")
    xml = xml.replace(b"</ceb:OrderReturn>", b"<ceb:ebpCode>5325DEM000</ceb:ebpCode></ceb:OrderReturn>")
    assert ceb304.read(xml).receipts == ceb304.read(receipt_xml()).receipts


def test_a_message_without_a_guid_has_the_same_one_however_often_it_comes() -> None:
    first, again = (ceb304.read(receipt_root(inner(), guid="")) for _ in range(2))
    other = ceb304.read(receipt_root(inner(returnStatus="100"), guid=""))
    assert first.guid == again.guid != other.guid
    assert len(first.guid) == 36
    assert ceb304.read(receipt_root(inner(), guid="x")).guid == "X"


def inner(**changes: str) -> str:
    return receipt_xml(**changes).split(b">", 1)[1].rsplit(b"</", 1)[0].decode()


DECLARED = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize("name", ["GB2312", "gb2312", "GBK", "GB18030", "gb18030", "UTF-8"])
@pytest.mark.parametrize("before", [b"", b"\n", b"\r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\n\xef\xbb\xbf"])
def test_the_encodings_and_beginnings_that_are_met_are_read(name: str, before: bytes) -> None:
    text = DECLARED.format(name) + receipt_xml(returnInfo="海关入库").decode()
    assert ceb304.read(before + text.encode(name)).receipts[0].info == "海关入库"


def test_four_byte_characters_of_gb_18030_are_read() -> None:
    text = DECLARED.format("GB2312") + receipt_xml(returnInfo="𠮷田㑇").decode()
    assert ceb304.read(text.encode("gb18030")).receipts[0].info == "𠮷田㑇"


@pytest.mark.parametrize(("declared", "written"), [("UTF-8", "gb18030"), ("", "gb18030")])
def test_who_writes_chinese_bytes_and_declares_unicode_is_read(declared: str, written: str) -> None:
    text = (DECLARED.format(declared) if declared else "") + receipt_xml(returnInfo="单证不全").decode()
    assert ceb304.read(text.encode(written)).receipts[0].info == "单证不全"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (receipt_root(""), "missing_element"),
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


@pytest.mark.parametrize("child", ["<ceb:Order/>", "<OrderReturn/>"])
def test_what_is_no_return_is_odd(child: str) -> None:
    message = ceb304.read(receipt_root(child + inner()))
    assert [found.reason for found in message.odd] == ["unexpected_element"]
    assert len(message.receipts) == 1


def test_what_may_stand_beside_the_returns_is_passed_over() -> None:
    beside = '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/><ceb:ExtendMessage/>'
    assert ceb304.read(receipt_root(inner() + beside)) == ceb304.read(receipt_xml())


def test_the_refusal_repeats_nothing_of_the_payload() -> None:
    (odd,) = ceb304.read(receipt_xml(returnTime="&lt;script&gt;alert1")).odd
    assert "script" not in odd.detail
