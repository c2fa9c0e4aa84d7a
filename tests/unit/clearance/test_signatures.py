"""Signatures on what comes back: made by two programs that are not ours, verified by ours, and every trick refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography.x509 import Certificate, load_pem_x509_certificates

from marketplace.clearance.messages import receipts
from marketplace.clearance.messages.errors import MessageRefused
from tests.factories.customs_messages import envelope_of, receipt_xml

SIGNED: Final = Path(__file__).parent / "signed"  # by xmlsec (rsa-*) and signxml, with the key of certificate.pem
NOW: Final = datetime(2026, 11, 10, tzinfo=UTC)
FILES: Final = ("rsa-sha1", "rsa-sha256", "signxml")
SIGNATURE: Final = re.compile(r"<ds:Signature .*</ds:Signature>", re.DOTALL)


@pytest.fixture
def trusted() -> list[Certificate]:
    return load_pem_x509_certificates((SIGNED / "certificate.pem").read_bytes())


def text(name: str) -> str:
    return (SIGNED / f"{name}.xml").read_text()


def reason(xml: str | bytes, trusted: list[Certificate], at: datetime = NOW) -> str:
    with pytest.raises(MessageRefused) as caught:
        receipts.read(xml.encode() if isinstance(xml, str) else xml, certificates=trusted, at=at)
    return caught.value.reason


@pytest.mark.parametrize("name", FILES)
def test_what_others_signed_is_read(name: str, trusted: list[Certificate]) -> None:
    message = receipts.read(text(name).encode(), certificates=trusted, at=NOW)
    assert len(message.receipts) == 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<dxp:Data>PGNl", "<dxp:Data>PGNm"),
        ("DXPDEMO000000000", "DXPDEMO000000009"),
        ("<dxp:TransInfo>", "<dxp:TransInfo> "),
        ("</dxp:DxpMsg>", " </dxp:DxpMsg>"),
        ('ver="1.0"', 'ver="1.0" x=""'),
    ],
)
def test_nothing_of_it_may_be_changed(name: str, old: str, new: str, trusted: list[Certificate]) -> None:
    assert old in text(name)
    assert reason(text(name).replace(old, new, 1), trusted) == "bad_signature"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('URI=""', 'URI="#x"', "bad_signature"),
        (' URI=""', "", "bad_signature"),
        ("xmldsig#enveloped-signature", "xmldsig#base64", "bad_signature"),
        ("2000/09/xmldsig#rsa-sha1", "2022/04/xmldsig#sm2-sm3", "unknown_signature"),
        (
            "http://www.w3.org/2000/09/xmldsig#sha1",
            "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3",
            "unknown_signature",
        ),
        ("2000/09/xmldsig#rsa-sha1", "2000/09/xmldsig#hmac-sha1", "unknown_signature"),
        ("REC-xml-c14n-20010315", "REC-xml-c14n-20010315#WithComments", "unknown_signature"),
        ("<ds:DigestValue>", "<ds:DigestValue>*", "bad_signature"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>A", "bad_signature"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA", "bad_signature"),
        ("ds:SignatureValue", "ds:Other", "bad_signature"),
    ],
)
def test_another_form_or_algorithm_is_refused(old: str, new: str, expected: str, trusted: list[Certificate]) -> None:
    assert old in text("rsa-sha1")
    assert reason(text("rsa-sha1").replace(old, new), trusted) == expected


def test_an_envelope_without_a_signature_is_refused(trusted: list[Certificate]) -> None:
    assert reason(envelope_of(receipt_xml()), trusted) == "unsigned"
    assert reason(SIGNATURE.sub("", text("rsa-sha1")), trusted) == "unsigned"


def test_a_signature_of_another_envelope_is_refused(trusted: list[Certificate]) -> None:
    signature = SIGNATURE.search(text("rsa-sha1"))
    assert signature is not None
    forged = envelope_of(receipt_xml(orderNo="HH-2-1")).decode()
    forged = forged.replace("</dxp:DxpMsg>", signature[0] + "</dxp:DxpMsg>")
    assert reason(forged, trusted) == "bad_signature"


def test_the_signed_envelope_inside_another_is_refused(trusted: list[Certificate]) -> None:
    signed = text("rsa-sha1").split("?>", 1)[1]
    signature = SIGNATURE.search(signed)
    assert signature is not None
    wrapper = envelope_of(receipt_xml(orderNo="HH-2-1")).decode()
    wrapped = wrapper.replace("</dxp:DxpMsg>", f"<dxp:AddInfo>{signed}</dxp:AddInfo>{signature[0]}</dxp:DxpMsg>")
    assert reason(wrapped, trusted) == "bad_signature"


def test_two_signatures_are_refused(trusted: list[Certificate]) -> None:
    doubled = SIGNATURE.sub(lambda found: found[0] * 2, text("rsa-sha1"))
    assert reason(doubled, trusted) == "bad_signature"


@pytest.mark.parametrize("year", [2019, 2121])
def test_a_certificate_counts_within_its_time(year: int, trusted: list[Certificate]) -> None:
    assert reason(text("rsa-sha256"), trusted, datetime(year, 6, 1, tzinfo=UTC)) == "bad_signature"


def test_without_a_certificate_nothing_is_asked_for_and_nothing_verified() -> None:
    forged = text("rsa-sha1").replace("DXPDEMO000000000", "DXPDEMO000000009")
    assert len(receipts.read(forged.encode(), certificates=[], at=NOW).receipts) == 1
    assert len(receipts.read(envelope_of(receipt_xml()), certificates=[], at=NOW).receipts) == 1
