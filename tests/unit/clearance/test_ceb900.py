"""Refusals of format or signature as they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.clearance.messages import ceb900
from marketplace.clearance.messages.errors import MessageRefused
from tests.factories.customs_messages import refusal_xml


def only(**changes: str) -> ceb900.Refusal:
    message = ceb900.read(refusal_xml(**changes))
    assert message.odd == ()
    (refusal,) = message.receipts
    return refusal


def test_it_names_our_message_and_says_what_is_wrong_with_it() -> None:
    assert only() == ceb900.Refusal(
        guid="0F2B1B5E-6F2C-4E62-9D4E-0A9A5E1B7C10",
        cop_msg_id="4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
        status=-621029,
        returned_at=datetime(2026, 11, 10, 2, 30, 0, 123_000, tzinfo=UTC),
        info="验签失败",
    )


@pytest.mark.parametrize(
    ("changes", "attribute", "expected"),
    [
        (
            {"oriCopMsgId": "4cde1cfd-eded-46b1-946c-b8022e42fc94"},
            "cop_msg_id",
            "4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
        ),
        ({"returnStatus": "4"}, "status", 4),
        ({"returnStatus": ""}, "status", ceb900.NO_CODE),
        ({"returnStatus": "-"}, "status", ceb900.NO_CODE),
        ({"returnStatus": "ERR01"}, "status", ceb900.NO_CODE),
        ({"returnInfo": "-"}, "info", ""),
        ({"returnInfo": "长" * 2000}, "info", "长" * 999 + "…"),
        ({"oriBizMessage": "-", "oriMessageType": "", "guid": "-"}, "guid", ""),
        ({"oriBizMessage": "<![CDATA[<a>not ours</a>]]>"}, "status", -621029),
    ],
)
def test_that_it_came_is_the_refusal_whatever_else_it_says(
    changes: dict[str, str], attribute: str, expected: object
) -> None:
    assert getattr(only(**changes), attribute) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"oriCopMsgId": "-"}, "missing_element"),
        ({"oriCopMsgId": ""}, "missing_element"),
        ({"oriCopMsgId": "x" * 256}, "wrong_length"),
        ({"returnTime": "20231399999999"}, "bad_time"),
    ],
)
def test_one_that_names_no_message_is_odd(changes: dict[str, str], reason: str) -> None:
    message = ceb900.read(refusal_xml(**changes))
    assert message.receipts == ()
    assert [odd.reason for odd in message.odd] == [reason]


def test_another_message_is_none() -> None:
    with pytest.raises(MessageRefused):
        ceb900.read(refusal_xml().replace(b"CEB900Message", b"CEB304Message"))
