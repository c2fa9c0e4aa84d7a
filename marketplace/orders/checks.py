"""What may keep goods from being ordered, or an order from leaving for customs: one list that rooms register in.

A check sees all lines at once, so that it asks the database once for fifty goods and not once for each. What upper
rooms know (access to a market, a mandate, a licence, credit) they register in ``AppConfig.ready``; the checks of this
room are in ``standard_checks``. Basket, checkout, API and kiosk all ask here, and so give the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from django.core.exceptions import ImproperlyConfigured

from marketplace.catalog.models import Pack
from marketplace.companies.models import Company, Membership
from marketplace.orders.errors import Problem


class Stage(Enum):
    """When a check is asked."""

    PLACING = "placing"
    HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line: ``pack`` with good and producer loaded, ``quantity`` in packs, whether there is a price for so many.

    ``key``: what the line is told by in the answer, as a pack's primary key.
    """

    key: int
    pack: Pack
    quantity: int
    has_price: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every check.

    ``buyer``: for whom; None where it is asked for everybody, as kept pages do. ``member``: who commits the buyer.
    """

    lines: Sequence[Wanted] = ()
    buyer: Company | None = None
    member: Membership | None = None


# What is wrong with lines by their key; under WHOLE with the order as a whole.
WHOLE: Final = None
Answer: TypeAlias = Mapping[int | None, Problem]
Check: TypeAlias = Callable[[Question], Answer]
_checks: Final[dict[tuple[Stage, str], Check]] = {}


def register(name: str, check: Check, *, stage: Stage = Stage.PLACING) -> None:
    """Ask ``check`` from now on, after those that were registered before.

    Raises:
        ImproperlyConfigured: another check has that name at that stage.
    """
    if _checks.setdefault((stage, name), check) is not check:
        raise ImproperlyConfigured(f"Two checks are called {name!r}.")


def names(stage: Stage) -> list[str]:
    """Return the checks of a stage in the order in which they are asked."""
    return [name for at, name in _checks if at == stage]


def find(question: Question, *, stage: Stage = Stage.PLACING) -> dict[int | None, Problem]:
    """Return what keeps lines, or under ``WHOLE`` the order, from going on: of each the first that is found.

    Asks each check once, whatever the number of lines; those of this room ask the database nothing.
    """
    found: dict[int | None, Problem] = {}
    for (at, _name), check in _checks.items():
        if at == stage:
            for key, problem in check(question).items():
                found.setdefault(key, problem)
    return found
