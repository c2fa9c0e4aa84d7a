"""Receipts count only with the signature of the certificate in the settings, once there is one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

from marketplace.accounts.models import User
from marketplace.clearance import services, transport
from marketplace.clearance.errors import CertificateUnreadable
from marketplace.clearance.models import QuarantinedEnvelope, ReceiptCursor
from marketplace.clearance.services import receive_envelope
from marketplace.clearance.tasks import ReceiptPoller
from tests.factories.clearance import HandOffFactory
from tests.factories.customs_messages import SENDER, envelope_of, receipt_xml

pytestmark = pytest.mark.django_db
SIGNED: Final = Path(__file__).parents[2] / "unit" / "clearance" / "signed"


@pytest.fixture
def certificate(settings: LazySettings) -> None:
    settings.CLEARANCE_RECEIPT_CERTIFICATE = str(SIGNED / "certificate.pem")


@pytest.mark.usefixtures("certificate")
def test_the_unsigned_is_set_apart_and_the_signed_counts(now: datetime) -> None:
    hand_off = HandOffFactory.create(sent=True, order_number="HH-1-1")
    receive_envelope(sender=SENDER, cursor=1, envelope=envelope_of(receipt_xml()), now=now)
    hand_off.refresh_from_db()
    assert (hand_off.status, QuarantinedEnvelope.objects.get().reason) == ("sent", "unsigned")

    receive_envelope(sender=SENDER, cursor=2, envelope=(SIGNED / "rsa-sha1.xml").read_bytes(), now=now)
    hand_off.refresh_from_db()
    assert hand_off.status == "accepted"
    assert not [error for error in run_checks() if error.id == "clearance.E001"]


def test_what_was_set_apart_is_read_once_the_setting_is_right(
    now: datetime, actor: User, settings: LazySettings
) -> None:
    hand_off = HandOffFactory.create(sent=True, order_number="HH-1-1")
    settings.CLEARANCE_RECEIPT_CERTIFICATE = str(SIGNED / "certificate.pem")
    receive_envelope(sender=SENDER, cursor=1, envelope=envelope_of(receipt_xml()), now=now)
    settings.CLEARANCE_RECEIPT_CERTIFICATE = ""
    services.retry_envelope(envelope_id=QuarantinedEnvelope.objects.get().pk, actor=actor, now=now)
    hand_off.refresh_from_db()
    assert hand_off.status == "accepted"


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_certificate_that_cannot_be_read_stops_the_reading_and_loses_nothing(
    content: str | None, now: datetime, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "certificate.pem"
    if content is not None:
        path.write_text(content)
    settings.CLEARANCE_RECEIPT_CERTIFICATE = str(path)
    found = [transport.ReceiptEnvelope(cursor=1, envelope=envelope_of(receipt_xml()))]
    monkeypatch.setattr(transport, "poll_receipts", lambda **_: found)
    with pytest.raises(CertificateUnreadable):
        ReceiptPoller()(now=now)
    assert not QuarantinedEnvelope.objects.exists()
    assert not ReceiptCursor.objects.exists()
    assert [error.id for error in run_checks() if str(error.id).startswith("clearance")] == ["clearance.E001"]
