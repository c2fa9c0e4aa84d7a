"""Wrong passwords are counted for an address *and* a client, so that a stranger's do not lock the owner out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marketplace.limits.errors import LimitReached
from marketplace.limits.rates import (
    WRONG_PASSWORDS,
    WRONG_PASSWORDS_OF_CLIENT,
    WRONG_PASSWORDS_OF_KNOWN_BROWSER,
    Rate,
)
from marketplace.limits.services import consume, give_back

Counted = tuple[Rate, str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a password was counted under."""

    counted: tuple[Counted, ...]


def begin_attempt(*, email: str, client: str, known_as: str, now: datetime) -> Attempt:
    """Count a password as wrong before it is looked at, so that of many at once none gets past the limit.

    Args:
        email: as it was typed.
        client: the client's address.
        known_as: the mark by which this browser is known to the owner of the address, ``""`` for any other: a known
            browser has a quota of its own, whatever others do from the same network.
        now: present instant, aware UTC.
    Raises:
        LimitReached: too many were wrong; this one was not counted.
    """
    typed = email.strip().casefold()
    counted: tuple[Counted, ...] = (
        (WRONG_PASSWORDS, f"{typed} {client}"),
        (WRONG_PASSWORDS_OF_CLIENT, f"address:{client}"),
    )
    if known_as:
        counted = ((WRONG_PASSWORDS_OF_KNOWN_BROWSER, f"{typed} {known_as}"),)
    for at, (rate, who) in enumerate(counted):
        found = consume(rate=rate, who=who, now=now)
        if not found.is_allowed:
            _forget(counted[:at])
            raise LimitReached(found)
    return Attempt(counted)


def forgive(attempt: Attempt) -> None:
    """The password was right: take back what was counted. What was wrong before it stays counted, or a guesser could
    wipe her trace by signing in to an account of her own.
    """
    _forget(attempt.counted)


def _forget(counted: tuple[Counted, ...]) -> None:
    for rate, who in counted:
        give_back(rate=rate, who=who)
