"""What a basket or an order is refused for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one basket line cannot be ordered.

    ``reason``: ``unpublished``, ``enquiry``, ``sold_out``, ``no_price`` or ``quantity``; ``lower`` and ``upper``: the
    nearest quantities that can be ordered, for ``quantity`` only.
    """

    sku: str
    reason: str
    lower: int | None = None
    upper: int | None = None


class GoodNotOrderable(DomainError):
    """The good cannot be ordered at present; ``reason`` as in ``Problem``."""

    code = "good_not_orderable"

    def __init__(self, *, reason: str, sku: str) -> None:
        super().__init__(f"{sku}: {reason}")
        self.reason, self.sku = reason, sku


class BasketFull(DomainError):
    """A basket holds at most ``limit`` lines; ``per_producer``: of one producer, as a customs message has 100."""

    code = "basket_full"

    def __init__(self, *, limit: int, per_producer: bool) -> None:
        super().__init__(f"{limit} lines")
        self.limit, self.per_producer = limit, per_producer


class IdempotencyKeyReused(DomainError):
    """The key made an order of another body before; ``number`` is that order's."""

    code = "idempotency_key_reused"

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number


class BasketEmpty(DomainError):
    """There is nothing to order."""

    code = "basket_empty"


class BasketNotOrderable(DomainError):
    """At least one line cannot be ordered as it is."""

    code = "basket_not_orderable"

    def __init__(self, *, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.sku}: {problem.reason}" for problem in problems))
        self.problems = list(problems)


class PricesChanged(DomainError):
    """The basket is not what the buyer saw when she confirmed: a price or a quantity changed in between."""

    code = "prices_changed"

    def __init__(self, *, total_minor: int, currency: str) -> None:
        super().__init__(f"now {total_minor} {currency} (minor units)")
        self.total_minor, self.currency = total_minor, currency


class AmountOutOfRange(DomainError):
    """The total is under the smallest coin, or more than banks and customs can write."""

    code = "amount_out_of_range"

    def __init__(self, *, total_minor: int) -> None:
        super().__init__(str(total_minor))
        self.total_minor = total_minor


class MayNotOrder(DomainError):
    """This person may not commit this company.

    ``reason``: ``no_membership``, ``role``, ``not_a_buyer``, ``suspended``, ``refused`` or ``unverified``.
    """

    code = "may_not_order"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReasonRequired(DomainError):
    """The buyer must be told why; at most 500 characters."""

    code = "reason_required"


class AnswerSourceRequired(DomainError):
    """Who enters an answer for a producer writes down how it was told; at most 500 characters."""

    code = "answer_source_required"


class AnswerDayNotPossible(DomainError):
    """A producer answers between the day on which the order reached her and today, both inclusive."""

    code = "answer_day_not_possible"

    def __init__(self, *, first: date, last: date) -> None:
        super().__init__(f"{first} to {last}")
        self.first, self.last = first, last


class BuyerNotVerified(DomainError):
    """The order waits until its buyer company is verified; no producer is told and nothing is asked before."""

    code = "buyer_not_verified"


class NothingToCancel(DomainError):
    """Every part of the order was confirmed, declined or cancelled before."""

    code = "nothing_to_cancel"


class PartsChanged(DomainError):
    """What can be cancelled is not what the buyer saw: a producer answered in between. ``open_parts``: their
    numbers.
    """

    code = "order_parts_changed"

    def __init__(self, *, open_parts: Sequence[str]) -> None:
        super().__init__(", ".join(open_parts))
        self.open_parts = list(open_parts)
