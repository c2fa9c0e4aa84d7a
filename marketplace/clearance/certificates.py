"""Whose signatures on receipts we believe: the certificates that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from marketplace.clearance.errors import CertificateUnreadable


def trusted_certificates() -> Sequence[Certificate]:
    """Return the certificates in ``CLEARANCE_RECEIPT_CERTIFICATE``; none where it is empty: then nothing is verified.

    Raises:
        CertificateUnreadable: the file is missing, or holds no certificate with an RSA key.
    """
    if not settings.CLEARANCE_RECEIPT_CERTIFICATE:
        return ()
    try:
        found = load_pem_x509_certificates(Path(settings.CLEARANCE_RECEIPT_CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise CertificateUnreadable(str(error)) from error
    usable = [one for one in found if isinstance(one.public_key(), rsa.RSAPublicKey)]
    if not usable:
        raise CertificateUnreadable("no certificate in it has an RSA key")
    return usable


@register
def check_certificate(**_options: Any) -> list[CheckMessage]:
    """Say at the start that the certificate cannot be read, not at the first receipt."""
    try:
        trusted_certificates()
    except CertificateUnreadable as error:
        hint = "Name a file with X.509 certificates (PEM), or leave the setting empty."
        return [Error(f"CLEARANCE_RECEIPT_CERTIFICATE cannot be used: {error}.", hint=hint, id="clearance.E001")]
    return []
