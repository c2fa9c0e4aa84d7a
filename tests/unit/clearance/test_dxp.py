"""The envelope and the answer to it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from marketplace.clearance.messages import dxp
from marketplace.clearance.messages.errors import MessageInvalid, MessageRefused
from tests.factories.customs_messages import MADE_AT, envelope_of

MESSAGE = dxp.DxpMessage(
    cop_msg_id="4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
    sender_id="DXPDEMO000000000",
    receiver_ids=("DXPSIMULATOR0000", "DXPSIMULATOR0001"),
    created_at=MADE_AT,
    msg_type="CEB303Message",
    data="<a>石榴</a>".encode(),
)
REPLY = (
    '<d:DxpRep xmlns:d="http://www.chinaport.gov.cn/dxp" ver="1.0"><d:RecevierId>W</d:RecevierId><d:Response>'
    "<d:ResponseCode>0</d:ResponseCode><d:ResponseInfo>received</d:ResponseInfo></d:Response>"
    "<d:OriHead><d:CopMsgId>X</d:CopMsgId></d:OriHead></d:DxpRep>"
)


def test_what_goes_in_comes_out() -> None:
    assert dxp.parse(dxp.build(MESSAGE)) == MESSAGE


@given(data=st.binary(min_size=1, max_size=3000), instant=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - the strategy wants naive bounds
def test_any_content_survives_the_envelope(data: bytes, instant: datetime) -> None:
    at = instant.replace(tzinfo=UTC, microsecond=0)
    message = dataclasses.replace(MESSAGE, data=data, created_at=at)
    assert dxp.parse(dxp.build(message)) == message


def test_the_elements_are_spelt_and_ordered_as_in_the_specification() -> None:
    names = [etree.QName(node).localname for node in etree.fromstring(dxp.build(MESSAGE)).iter()]
    assert names == [
        "DxpMsg",
        "TransInfo",
        "CopMsgId",
        "SenderId",
        "ReceiverIds",
        "ReceiverId",
        "ReceiverId",
        "CreatTime",
        "MsgType",
        "Data",
    ]


def test_the_time_of_the_envelope_is_beijing_wall_clock() -> None:
    assert b"<dxp:CreatTime>2026-11-10T10:30:00</dxp:CreatTime>" in dxp.build(MESSAGE)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"sender_id": "D" * 17}, "sender_id", "too_long"),
        ({"sender_id": ""}, "sender_id", "required"),
        ({"receiver_ids": ()}, "receiver_ids", "required"),
        ({"receiver_ids": ("A",) * 6}, "receiver_ids", "too_many"),
        ({"receiver_ids": ("A", "B" * 17)}, "receiver_ids", "too_long"),
        ({"created_at": datetime(2026, 1, 1)}, "created_at", "naive_time"),  # noqa: DTZ001 - that is the fault
        ({"data": b""}, "data", "required"),
        ({"data": b"x" * 1_000_001}, "data", "message_too_large"),
        ({"cop_msg_id": "x\x00"}, "cop_msg_id", "illegal_character"),
    ],
)
def test_an_envelope_with_a_fault_is_not_written(changes: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(MessageInvalid) as caught:
        dxp.build(dataclasses.replace(MESSAGE, **changes))
    assert (caught.value.field, caught.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<dxp:Data>", "<dxp:Data>*", "bad_base64"),
        ("<dxp:Data>", "<dxp:Data>é", "bad_base64"),
        ("<dxp:Data>", "<dxp:Data>A", "bad_base64"),
        ("2026-11-10T10:30:00", "2026-11-31T10:30:00", "bad_time"),
        ("2026-11-10T10:30:00", "2026-11-10 10:30:00", "bad_time"),
        ("CreatTime", "CreateTime", "missing_element"),
        ("<dxp:MsgType>CEB303Message</dxp:MsgType>", "", "missing_element"),
        ("</dxp:TransInfo>", "<dxp:X/></dxp:TransInfo>", "unexpected_element"),
        ("</dxp:ReceiverIds>", "<dxp:X/></dxp:ReceiverIds>", "unexpected_element"),
        ("<dxp:ReceiverId>DXPSIMULATOR0000</dxp:ReceiverId>", "", "unexpected_element"),
        ("DXPDEMO000000000", "DXPDEMO0000000000", "wrong_length"),
        ("chinaport.gov.cn/dxp", "chinaport.gov.cn/dxq", "wrong_root"),
    ],
)
def test_an_envelope_with_a_fault_is_not_opened(old: str, new: str, reason: str) -> None:
    xml = envelope_of(b"<a/>").decode()
    assert old in xml
    with pytest.raises(MessageRefused) as caught:
        dxp.parse(xml.replace(old, new).encode())
    assert caught.value.reason == reason


def test_base64_may_be_broken_into_lines() -> None:
    xml = dxp.build(MESSAGE).replace(b"<dxp:Data>", b"<dxp:Data>\n  ").replace(b"</dxp:Data>", b"\n</dxp:Data>")
    assert dxp.parse(xml).data == MESSAGE.data


def test_a_signature_behind_the_data_is_let_through() -> None:
    signature = b'<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></dxp:DxpMsg>'
    assert dxp.parse(dxp.build(MESSAGE).replace(b"</dxp:DxpMsg>", signature)) == MESSAGE


def test_content_over_a_million_bytes_is_refused() -> None:
    with pytest.raises(MessageRefused) as caught:
        dxp.parse(dxp.build(MESSAGE).replace(b"<dxp:Data>", b"<dxp:Data>" + b"AAAA" * 340_000))
    assert caught.value.reason == "too_large"


def test_an_answer_is_read() -> None:
    expected = dxp.DxpReply(code="0", info="received", cop_msg_id="X", receiver_id="W")
    assert dxp.parse_reply(REPLY.encode()) == expected


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<d:ResponseCode>0</d:ResponseCode>", "", "missing_element"),
        ("<d:ResponseCode>0<", "<d:ResponseCode><", "wrong_length"),
        ("received", "r" * 1001, "wrong_length"),
        ("RecevierId", "ReceiverId", "missing_element"),
        ("DxpRep", "DxpMsg", "wrong_root"),
    ],
)
def test_an_answer_with_a_fault_is_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(MessageRefused) as caught:
        dxp.parse_reply(REPLY.replace(old, new).encode())
    assert caught.value.reason == reason
