"""Keep what one USD costs on a day: for an operator's daily task, or for whoever has the figure from a bank."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from marketplace.kernel.amounts import read_amount
from marketplace.kernel.refusals import sentence
from marketplace.pricing.errors import RateNotAllowed
from marketplace.pricing.services import CURRENCIES, store_rate


class Command(BaseCommand):
    help = "Keep an exchange rate; lists, pages and the search compare prices by it within seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("currency", choices=CURRENCIES)
        parser.add_argument("rate", type=_number, help="how many of the currency one USD costs, for example 7.1234")
        parser.add_argument("--source", required=True, help="who says so")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="the day, for example 2026-11-28; today by default"
        )
        parser.add_argument("--verified", action="store_true", help="somebody has compared it with its source")

    def handle(self, *, currency: str, rate: Decimal, source: str, **options: Any) -> None:
        now = timezone.now()
        try:
            row = store_rate(
                currency=currency,
                rate=rate,
                as_of=options["as_of"] or timezone.localdate(now),
                source=source,
                actor=None,
                now=now,
                is_verified=options["verified"],
            )
        except RateNotAllowed as refusal:
            raise CommandError(sentence(refusal)) from refusal
        self.stdout.write(str(row))


def _number(text: str) -> Decimal:
    amount = read_amount(text, language="en")
    if amount is None:
        raise ArgumentTypeError(f"{text!r} is no number")
    return amount
