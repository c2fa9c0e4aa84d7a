"""What is added to the glossary from outside: by whom and where from, the analysis does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from search.analysis.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Additions:
    """``digest`` differs between additions that say different things, and is empty where there are none."""

    digest: str = ""
    glossary: Glossary = field(default=Glossary({}, {}, {}), compare=False)


NOTHING: Final = Additions()


class _Place:
    """Where the additions of this process come from."""

    source: Callable[[], Additions] | None = None


def take_from(source: Callable[[], Additions] | None) -> None:
    """Ask ``source`` from now on: it answers at once and never raises. None: there are no additions."""
    _Place.source = source


def additions() -> Additions:
    """Return what is added now."""
    return _Place.source() if _Place.source else NOTHING
