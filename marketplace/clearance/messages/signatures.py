"""The signature of an envelope: one profile of XML signatures, verified strictly, everything else refused.

Source: message edition 2022-05, on signatures: enveloped, over the whole document, canonical XML 1.0, RSA with SHA-1.
SM2 with SM3, which it prefers, no library of ours can verify: it is refused as unknown, never taken as good.
"""

from __future__ import annotations

import binascii
import copy
import hashlib
import hmac
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import Certificate
from lxml import etree

from marketplace.clearance.messages.errors import MessageRefused, RefusedReason

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
CANONICAL: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED: Final = f"{DS}enveloped-signature"
_SIGNATURE_METHODS: Final[Mapping[str, type[hashes.SHA1 | hashes.SHA256]]] = {
    f"{DS}rsa-sha1": hashes.SHA1,
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256,
}
_DIGEST_METHODS: Final = {f"{DS}sha1": "sha1", "http://www.w3.org/2001/04/xmlenc#sha256": "sha256"}


def verify(root: etree._Element, *, certificates: Sequence[Certificate], at: datetime) -> None:
    """Make sure that one of ``certificates`` signed the document under ``root``, all of it.

    Args:
        root: of a parsed envelope, with its signature as a child.
        certificates: whom we believe; what the signature brings along itself is not looked at.
        at: present instant, aware UTC; a certificate counts within its time.

    Raises:
        MessageRefused: ``unsigned``; ``unknown_signature``: another algorithm; ``bad_signature``: another key, another
            document, or a form that signs something else.
    """
    found = root.findall(_name("Signature"))
    if not found:
        raise MessageRefused(reason="unsigned")
    signature = found[0]
    signed_info = _only(signature, "SignedInfo")
    if len(found) != 1 or not _is_digest_right(root, signature, _reference(signed_info)):
        raise _bad("the document is not the one that was signed")
    _check_algorithm(_only(signed_info, "CanonicalizationMethod"), {CANONICAL})
    method = _check_algorithm(_only(signed_info, "SignatureMethod"), _SIGNATURE_METHODS)
    value, signed = _bytes(_only(signature, "SignatureValue")), canonical(signed_info)
    for certificate in certificates:
        in_time = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
        if in_time and _is_signed_by(certificate, value, signed, _SIGNATURE_METHODS[method]()):
            return
    raise _bad("by none of the certificates in the settings")


def canonical(element: etree._Element) -> bytes:
    """Return an element in canonical XML 1.0, with the namespaces that are in scope where it stands."""
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)


def _reference(signed_info: etree._Element) -> etree._Element:
    reference = _only(signed_info, "Reference")
    transforms = [str(one.get("Algorithm")) for one in _only(reference, "Transforms")]
    # The whole document but the signature, and nothing picked out of it: so nothing that is read is unsigned.
    if reference.get("URI") != "" or transforms not in ([ENVELOPED], [ENVELOPED, CANONICAL]):
        raise _bad("not over the whole document")
    return reference


def _is_digest_right(root: etree._Element, signature: etree._Element, reference: etree._Element) -> bool:
    method = _check_algorithm(_only(reference, "DigestMethod"), _DIGEST_METHODS)
    unsigned = copy.deepcopy(root)
    _take_out(unsigned[root.index(signature)])
    digest = hashlib.new(_DIGEST_METHODS[method], canonical(unsigned))
    return hmac.compare_digest(digest.digest(), _bytes(_only(reference, "DigestValue")))


def _take_out(element: etree._Element) -> None:
    """Remove an element and leave the text behind it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _is_signed_by(
    certificate: Certificate, value: bytes, signed: bytes, algorithm: hashes.SHA1 | hashes.SHA256
) -> bool:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(value, signed, padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True


def _check_algorithm(element: etree._Element, known: Mapping[str, object] | set[str]) -> str:
    algorithm = element.get("Algorithm", "")
    if algorithm not in known:
        raise MessageRefused(reason="unknown_signature", detail=etree.QName(element).localname)
    return algorithm


def _only(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(_name(name))
    if len(found) != 1:
        raise _bad(f"one {name} expected")
    return found[0]


def _bytes(element: etree._Element) -> bytes:
    try:
        return b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise _bad("no base64") from None


def _bad(detail: str) -> MessageRefused:
    reason: RefusedReason = "bad_signature"
    return MessageRefused(reason=reason, detail=detail)


def _name(local: str) -> str:
    return f"{{{DS}}}{local}"
