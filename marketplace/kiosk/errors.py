"""What the kiosk refuses."""

from marketplace.kernel.errors import DomainError


class HandedBasketGone(DomainError):
    """There is no such hand-over, or its time is over."""

    code = "handed_basket_gone"


class NothingToHandOver(DomainError):
    """The kiosk's basket is empty."""

    code = "nothing_to_hand_over"
