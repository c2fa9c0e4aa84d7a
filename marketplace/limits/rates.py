"""How often somebody may do something, and the one rule by which that is judged.

The rule is the generic cell rate algorithm: all that is kept of a caller is the instant at which her whole quota is
there again. A quota may be used at once; it grows back evenly. Source: ITU-T I.371, annex A; RFC 2698's token buckets
count the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """``quota`` times in ``seconds``. ``name`` stands in the ``RateLimit`` headers and never changes."""

    name: str
    quota: int
    seconds: int

    @property
    def interval(self) -> int:
        """Microseconds after which one more is allowed."""
        return self.seconds * MICROSECONDS // self.quota

    @property
    def latest(self) -> int:
        """How many microseconds ahead the instant of the whole quota may lie for one more to be allowed."""
        return self.interval * (self.quota - 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``remaining``: how many more at once; ``reset_after`` and ``retry_after``: whole seconds, rounded up."""

    rate: Rate
    is_allowed: bool
    remaining: int
    reset_after: int
    retry_after: int


def verdict(rate: Rate, *, full_at: int, now: int, is_allowed: bool) -> Verdict:
    """Put into words what is kept of a caller.

    Args:
        rate: what she is held to.
        full_at: when her whole quota is there again, after this request was counted; microseconds since 1970.
        now: the present instant in the same unit.
        is_allowed: whether this request was counted, or refused.
    """
    used = max(0, full_at - now)
    remaining = max(0, (rate.seconds * MICROSECONDS - used) // rate.interval)
    retry = 0 if is_allowed else max(1, _seconds(full_at - now - rate.latest))
    return Verdict(rate, is_allowed, min(remaining, rate.quota), _seconds(used), retry)


def _seconds(microseconds: int) -> int:
    return -(-microseconds // MICROSECONDS)


# Wrong passwords: of one address from one client, of one client, of one address from a browser that it knows.
WRONG_PASSWORDS: Final = Rate("wrong-passwords", 5, 900)
WRONG_PASSWORDS_OF_CLIENT: Final = Rate("wrong-passwords-of-client", 30, 900)
WRONG_PASSWORDS_OF_KNOWN_BROWSER: Final = Rate("wrong-passwords-of-known-browser", 10, 900)
SIGN_UPS: Final = Rate("sign-ups", 20, 600)
PASSWORD_RESETS: Final = Rate("password-resets", 10, 600)
PASSWORD_RESETS_OF_ADDRESS: Final = Rate("password-resets-of-address", 5, 3_600)
CODES: Final = Rate("codes", 30, 600)
SECOND_FACTORS: Final = Rate("second-factors", 5, 300)
ORDERS: Final = Rate("orders", 30, 600)
HAND_OVERS: Final = Rate("hand-overs", 30, 600)
SEARCHES: Final = Rate("search", 120, 60)
SUGGESTIONS: Final = Rate("suggest", 300, 60)
API: Final = Rate("api", 300, 60)
