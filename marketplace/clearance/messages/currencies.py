from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# ISO 4217 -> numeric code of JGS-20 as CEB messages carry it. CNY is in the published samples, USD widely used; the
# others are from the old numeric list and wait for confirmation. VND and LAK have no published code: they are absent
# on purpose, so that an order in them is refused here and not guessed at the border.
CUSTOMS_CURRENCIES: Final[Mapping[str, str]] = {
    "CNY": "142",
    "USD": "502",
    "HKD": "110",
    "JPY": "116",
    "EUR": "300",
    "GBP": "303",
    "THB": "136",
    "SGD": "132",
    "MYR": "122",
    "IDR": "112",
    "PHP": "129",
}
