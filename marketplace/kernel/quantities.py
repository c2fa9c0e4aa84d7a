"""Quantities as people type them, and the steps in which packs are sold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from marketplace.kernel.errors import DomainError
from marketplace.kernel.text import bare

MAX_QUANTITY: Final = 999_999_999
_LONGEST: Final = 40
_MYRIADS: Final = {"千": 1_000, "万": 10_000, "nghìn": 1_000, "ngàn": 1_000}
# Words for what goods are shipped in. Not those for what may lie in it too: 500 bottles are not 500 cases of 24.
_PACKS: Final = (
    *("箱", "纸箱", "件", "筐", "篓", "thùng", "thùng carton", "kiện", "sọt", "rổ"),
    *("carton", "cartons", "ctn", "ctns", "case", "cases", "crate", "crates", "pack", "packs", "package", "packages"),
)
_TYPED: Final = re.compile(
    r"(?P<number>[0-9]{1,9}|[1-9][0-9]{0,2}(?P<mark>[., '’])[0-9]{3}(?:(?P=mark)[0-9]{3})*) ?"
    rf"(?P<many>{'|'.join(_MYRIADS)})? ?(?:{'|'.join(_PACKS)})?\.?"
)


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
    """Read a whole number of packs as people write it: ``1.000``, ``1 000``, ``1,000``, ``１０００``, ``2千``,
    ``500箱``, ``500 thùng``.

    Packs are counted whole, so a mark before three digits can only be thousands. A word for a pack may follow; one
    for a weight may not: 500 kg are not 500 cartons. Signs, decimals, exponents and underscores are none.

    Raises:
        QuantityNotANumber: not 1 to 999,999,999.
    Source: docs/typed.md
    """
    typed = _TYPED.fullmatch(bare(text, limit=_LONGEST).casefold())
    if typed is None:
        raise QuantityNotANumber
    digits = "".join(one for one in typed["number"] if one.isdigit())
    quantity = int(digits) * _MYRIADS.get(typed["many"] or "", 1)
    if not 1 <= quantity <= MAX_QUANTITY:
        raise QuantityNotANumber
    return quantity


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
