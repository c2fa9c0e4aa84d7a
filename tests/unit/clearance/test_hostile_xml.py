"""What nobody honest sends: refused with one kind of error, in a moment, and nothing is fetched."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.clearance.messages import ceb304, ceb900, dxp
from marketplace.clearance.messages.errors import MessageRefused
from tests.factories.customs_messages import envelope_of, receipt_root, receipt_xml

READERS: list[Callable[[bytes], Any]] = [ceb304.read, ceb900.read, dxp.parse, dxp.parse_reply, dxp.open_envelope]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'.encode()
QUADRATIC = f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]><a>{"&a;" * 5000}</a>'.encode()
DECLARATIONS = [
    "<!DOCTYPE a>",
    '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE a PUBLIC "-//x" "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]>',
]


def refused(reader: Callable[[bytes], Any], xml: bytes) -> str:
    with pytest.raises(MessageRefused) as caught:
        reader(xml)
    return caught.value.reason


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_a_document_type_is_refused_even_when_it_does_nothing(
    reader: Callable[[bytes], Any], declaration: str
) -> None:
    assert refused(reader, declaration.encode() + receipt_xml()) == "doctype"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("xml", [BILLION, QUADRATIC])
def test_entities_that_multiply_are_refused_at_once(reader: Callable[[bytes], Any], xml: bytes) -> None:
    started = time.process_time()
    assert refused(reader, xml) in {"not_xml", "doctype"}
    assert time.process_time() - started < 2


def test_an_entity_that_reads_a_file_brings_nothing_of_it() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + receipt_xml(returnInfo="&x;")
    with pytest.raises(MessageRefused) as caught:
        ceb304.read(xml)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "not_xml"),
        (b"\x00", "not_xml"),
        (b"{}", "not_xml"),
        (b"<a>&nbsp;</a>", "not_xml"),
        (b'<?xml version="1.0" encoding="nope"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding"),
        ("<a>é</a>".encode("utf-16"), "encoding"),
        ("<a>é</a>".encode("latin-1"), "encoding"),
        (b"<a>" * 200 + b"</a>" * 200, "too_deep"),
        (b"<a>" * 100_000, "not_xml"),
        (b"<a" + b"".join(b' b%d="c"' % n for n in range(50_000)) + b"/>", "too_many_attributes"),
        (b"<a>" + b"<b/>" * 20_000 + b"</a>", "too_many_nodes"),
        (b"<a>" + b" " * 1_600_000 + b"</a>", "too_large"),
        (b"<a/>", "wrong_root"),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_each_kind_of_attack_has_its_reason(reader: Callable[[bytes], Any], xml: bytes, reason: str) -> None:
    assert refused(reader, xml) == reason


def test_a_receipt_over_a_million_bytes_is_refused_before_it_is_parsed() -> None:
    assert refused(ceb304.read, receipt_root(" " * 1_000_001)) == "too_large"


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf<a/>")
@pytest.mark.parametrize("reader", READERS)
def test_no_bytes_whatever_raise_anything_else(reader: Callable[[bytes], Any], xml: bytes) -> None:
    with pytest.raises(MessageRefused):
        reader(xml)


@given(
    position=st.integers(min_value=0, max_value=len(receipt_xml())),
    cut=st.integers(min_value=0, max_value=40),
    insertion=st.binary(max_size=20) | st.sampled_from([b"<", b"&", b"]]>", b"<!--", b"<?x?>", b"<![CDATA[", b"&#0;"]),
)
def test_a_damaged_receipt_is_read_or_refused(position: int, cut: int, insertion: bytes) -> None:
    xml = receipt_xml()
    try:
        message = ceb304.read(xml[:position] + insertion + xml[position + cut :])
    except MessageRefused:
        return
    assert len(message.receipts) + len(message.odd) >= 1
    assert all(len(receipt.guid) <= 36 and receipt.returned_at.tzinfo for receipt in message.receipts)


@given(
    position=st.integers(min_value=0, max_value=1200),
    cut=st.integers(min_value=0, max_value=40),
    insertion=st.binary(max_size=20) | st.sampled_from([b"<", b"&", b"=", b"====", b"<!-- -->", b"\xe2\x82\xac"]),
)
def test_a_damaged_envelope_is_opened_or_refused(position: int, cut: int, insertion: bytes) -> None:
    xml = envelope_of(receipt_xml())
    try:
        message = dxp.parse(xml[:position] + insertion + xml[position + cut :])
    except MessageRefused:
        return
    assert 1 <= len(message.receiver_ids) <= 5
    assert isinstance(message.data, bytes)


@given(st.text(max_size=60).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")))
def test_any_text_as_a_status_or_a_time_is_read_or_refused(text: str) -> None:
    for name in ("returnStatus", "returnTime"):
        try:
            xml = receipt_xml(**{name: text})
        except UnicodeEncodeError:  # a lone surrogate is no XML of anybody's
            return
        try:
            ceb304.read(xml)
        except MessageRefused:
            continue
