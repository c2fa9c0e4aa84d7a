"""Numbers, days and instants as the languages of the market write them. Nothing here reads the active language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from marketplace.kernel.languages import CODES, language_of
from marketplace.kernel.money import UNIT_PRICE_PLACES, exponent, to_major
from marketplace.kernel.phones import shown
from marketplace.kernel.zones import zone_name, zone_of

_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bcp47(code: str) -> str:
    """Return the BCP 47 tag of a language code of the settings (``zh-hans`` -> ``zh-Hans``)."""
    return language_of(code).tag if code in CODES else code


def number(value: Decimal | int, *, language: str) -> str:
    """Write ``value`` with grouped thousands: ``2.000,5`` in Vietnamese, ``2,000.5`` in Chinese and English."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    row = language_of(language)
    return text.translate({ord(","): row.group, ord("."): row.decimal})


def unit_price(price: Decimal, currency: str, *, language: str) -> str:
    """Write a unit price with the currency's decimals at least and five at most: ``42,00``, ``0,304``.

    Raises:
        UnknownCurrency: the market does not trade in ``currency``.
    """
    rounded = price.quantize(Decimal(1).scaleb(-UNIT_PRICE_PLACES), rounding=ROUND_HALF_UP)
    places = exponent(currency)
    while places < UNIT_PRICE_PLACES and rounded != round(rounded, places):
        places += 1
    return number(round(rounded, places), language=language)


def price_range(low: Decimal, high: Decimal, currency: str, *, language: str) -> str:
    """Write unit prices from ``low`` to ``high``: ``0,98–1,05``, or one price where both are the same.

    Raises:
        UnknownCurrency: the market does not trade in ``currency``.
    """
    first, last = (unit_price(price, currency, language=language) for price in (low, high))
    return first if first == last else f"{first}–{last}"


def amount(minor: int, currency: str, *, language: str) -> str:
    """Write integer minor units with the currency's decimals: 123450 USD is ``1.234,50`` in Vietnamese.

    Raises:
        UnknownCurrency: the market does not trade in ``currency``.
    """
    return number(to_major(minor, currency), language=language)


def percent(share: Decimal, *, language: str) -> str:
    """Write a share (0.0625) as a percentage with one decimal at most: ``6,3%``, ``6.3%``."""
    value = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    whole = value.to_integral_value()
    return f"{number(whole if whole == value else value, language=language)}%"


def phone(stored: str, *, language: str) -> str:
    """Write a kept telephone number for people, its extension in their words: ``+84 28 3822 1234 máy lẻ 12``."""
    written, extension = shown(stored)
    return f"{written} {language_of(language).extension} {extension}" if extension else written


def in_zone(at: datetime, *, language: str, zone: str = "") -> datetime:
    """Return the instant in the reader's zone: ``zone`` where she chose one, see ``kernel.zones``.

    Raises:
        ValueError: ``at`` is naive.
    """
    if at.tzinfo is None:
        raise ValueError("an instant must be timezone-aware")
    return at.astimezone(zone_of(language, zone))


def day(value: date, *, language: str, zone: str = "") -> str:
    """Write a day: ``2026年11月24日``, ``24/11/2026``, ``24 Nov 2026``; an instant is first brought into its zone."""
    local = in_zone(value, language=language, zone=zone) if isinstance(value, datetime) else value
    name = _MONTHS_EN[local.month - 1]
    return language_of(language).day.format(year=local.year, month=local.month, day=local.day, name=name)


def month(value: int, *, language: str) -> str:
    """Write a month (1 to 12) as short as it is clear: ``3月``, ``T3``, ``Mar``."""
    return language_of(language).month.format(month=value, name=_MONTHS_EN[value - 1])


def moment(at: datetime, *, language: str, zone: str = "") -> str:
    """Write an instant as day and 24-hour time with its zone: ``24/11/2026 14:05 (giờ Việt Nam)``."""
    local = in_zone(at, language=language, zone=zone)
    text, name = f"{day(at, language=language, zone=zone)} {local:%H:%M}", zone_name(local, language=language)
    return text + language_of(language).aside.format(name)


def listed(words: Iterable[object], *, language: str) -> str:
    """Write words in a row, parted as the language parts them: ``甲、乙``, ``A, B``."""
    return language_of(language).separator.join(str(word) for word in words)
