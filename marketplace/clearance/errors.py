"""What an operator may not do with a hand-off."""

from marketplace.kernel.errors import DomainError


class HandOffNotResendable(DomainError):
    """Only what customs returned or the single window refused is corrected and sent again."""

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
