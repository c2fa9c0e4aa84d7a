"""Quantities as people type them, and the steps in which packs are sold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from marketplace.kernel.errors import DomainError

MAX_QUANTITY: Final = 999_999_999
_DIGITS: Final = re.compile(r"[0-9]{1,9}")


class QuantityNotANumber(DomainError):
    """What was typed is not a whole number from 1 to 999,999,999."""

    code = "quantity_not_a_number"


class QuantityNotOrderable(DomainError):
    """Under the minimum or off the step; ``lower`` and ``upper`` are the nearest that can be ordered."""

    code = "quantity_not_orderable"

    def __init__(self, *, quantity: int, moq: int, step: int, lower: int | None, upper: int | None) -> None:
        super().__init__(f"{quantity} (minimum {moq}, step {step})")
        self.quantity, self.moq, self.step, self.lower, self.upper = quantity, moq, step, lower, upper


def parse_quantity(text: str) -> int:
    """Read a whole number of packs. Full-width digits count; signs, points, exponents and underscores do not.

    Raises:
        QuantityNotANumber: not 1 to 999,999,999.
    """
    plain = unicodedata.normalize("NFKC", text[:40]).strip()
    if not _DIGITS.fullmatch(plain) or int(plain) < 1:
        raise QuantityNotANumber
    return int(plain)


@dataclass(frozen=True, slots=True)
class OrderRule:
    """A pack is ordered ``moq``, ``moq + step``, ``moq + 2 * step`` … at a time (in packs)."""

    moq: int
    step: int

    def allows(self, quantity: int) -> bool:
        return self.moq <= quantity <= MAX_QUANTITY and (quantity - self.moq) % self.step == 0

    def nearest(self, quantity: int) -> tuple[int | None, int | None]:
        """Return the orderable quantities around ``quantity``: (below or None, above or None)."""
        if quantity < self.moq:
            return None, self.moq
        lower = quantity - (quantity - self.moq) % self.step
        top = MAX_QUANTITY - (MAX_QUANTITY - self.moq) % self.step
        return (min(lower, top), lower + self.step) if lower + self.step <= top else (top, None)

    def check(self, quantity: int) -> None:
        """Raise QuantityNotOrderable unless the quantity can be ordered."""
        if not self.allows(quantity):
            lower, upper = self.nearest(quantity)
            raise QuantityNotOrderable(quantity=quantity, moq=self.moq, step=self.step, lower=lower, upper=upper)
