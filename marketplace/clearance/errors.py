"""What an operator may not do with a hand-off."""

from marketplace.kernel.errors import DomainError


class HandOffNotResendable(DomainError):
    """Only what customs returned, the single window refused or could not pass on is corrected and sent again, once."""

    code = "hand_off_not_resendable"

    def __init__(self, *, status: str) -> None:
        super().__init__(status)
        self.status = status


class PartNotConfirmed(DomainError):
    """Only what its producer confirmed is handed over; an order that waits for its buyer's verification is not."""

    code = "hand_off_part_not_confirmed"

    def __init__(self, *, status: str) -> None:
        super().__init__(status)
        self.status = status


class NothingToAmend(DomainError):
    """Customs neither has the order nor is about to get it: there is nothing to change or withdraw."""

    code = "hand_off_nothing_to_amend"

    def __init__(self, *, order_number: str) -> None:
        super().__init__(order_number)
        self.order_number = order_number


class EnvelopeClosed(DomainError):
    """The envelope was read or set aside in the meantime."""

    code = "quarantined_envelope_closed"

    def __init__(self, *, closed_as: str) -> None:
        super().__init__(closed_as)
        self.closed_as = closed_as


class CertificateUnreadable(Exception):
    """The settings ask for signatures, and the file with the certificates cannot be used: nothing is read."""
