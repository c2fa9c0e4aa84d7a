"""The months of a harvest as twelve cells."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel import formats
from marketplace.web.texts import gettext


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name, whether there is harvest, whether a harvest begins or ends with it, whether it is now."""

    short: str
    is_on: bool
    is_first: bool
    is_last: bool
    is_now: bool


def month_name(month: int, language: str) -> str:
    """Return the short name of a month (1 to 12)."""
    return formats.month(month, language=language)


def month_choices(language: str) -> list[tuple[int, str]]:
    """Return the twelve months with their short names."""
    return [(month, month_name(month, language)) for month in range(1, 13)]


def calendar(mask: int, *, month: int, language: str) -> list[Month]:
    """Return January to December of a season.

    Args:
        mask: bit 0 is January.
        month: the present month, 1 to 12.
        language: of the names.
    """

    def is_on(number: int) -> bool:
        return bool(mask & (1 << ((number - 1) % 12)))

    return [
        Month(
            short=month_name(number, language),
            is_on=is_on(number),
            is_first=is_on(number) and not is_on(number - 1),
            is_last=is_on(number) and not is_on(number + 1),
            is_now=number == month,
        )
        for number in range(1, 13)
    ]


def season_text(mask: int, language: str) -> str:
    """Write a season in a few signs: its runs of months, one that goes on over the new year as one run.

    Args:
        mask: bit 0 is January; 0 and all twelve are the whole year.
        language: of the names.
    """
    months = calendar(mask, month=0, language=language)
    if all(one.is_on == months[0].is_on for one in months):
        return gettext("All year")
    start = next(at for at, one in enumerate(months) if one.is_first)
    turned = months[start:] + months[:start]
    begins = [one.short for one in turned if one.is_first]
    ends = [one.short for one in turned if one.is_last]
    return ", ".join(one if one == last else f"{one}–{last}" for one, last in zip(begins, ends, strict=True))
