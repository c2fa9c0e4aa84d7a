"""Why a payment is not taken for what it claims to be."""

from marketplace.kernel.errors import DomainError


class AmountDiffers(DomainError):
    """Another amount came than is awaited; both in minor units of ``currency``. A person decides what to do."""

    code = "transfer_amount_differs"

    def __init__(self, *, expected_minor: int, received_minor: int, currency: str) -> None:
        super().__init__(f"{received_minor} instead of {expected_minor} {currency}")
        self.expected_minor, self.received_minor, self.currency = expected_minor, received_minor, currency


class CurrencyDiffers(DomainError):
    """Money of another currency came than is awaited."""

    code = "transfer_currency_differs"

    def __init__(self, *, expected: str, received: str) -> None:
        super().__init__(f"{received} instead of {expected}")
        self.expected, self.received = expected, received


class TransferNotAwaited(DomainError):
    """No payment is awaited for this order any more."""

    code = "transfer_not_awaited"


class NotPlacedYet(DomainError):
    """The order is not placed: nothing may be asked for it."""

    code = "order_not_placed_yet"
