"""Loads the demonstration market. It stands in the highest room because it fills all of them."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.home.demo_content import load_content
from marketplace.catalog.demo import load_categories
from marketplace.companies import demo as companies
from marketplace.payments import demo as payments
from marketplace.pricing.demo import load_goods, load_rates
from marketplace.reference import demo as reference

REFUSAL = (
    "The demonstration market has public passwords, invented companies and an invalid bank account. "
    "It is not loaded where DEMO_ALLOWED is off, as in production."
)


class Command(BaseCommand):
    help = (
        "Load the demonstration market. Adds what is missing and changes nothing that is there: run it again at will."
    )

    def handle(self, **options: Any) -> None:
        """Load every room's part, lowest room first."""
        if not settings.DEMO_ALLOWED:
            raise CommandError(REFUSAL)
        for noisy in ("wagtail", "django_tasks"):  # a line for every page that is planted, four times
            logging.getLogger(noisy).setLevel(logging.WARNING)
        begun, now = monotonic(), timezone.now()
        reference.load(self.say)
        companies.load(self.say, now=now)
        load_categories(self.say)
        load_goods(self.say, now=now)
        load_rates(self.say)
        payments.load(self.say)
        self.say("pages", load_content(now=now))
        self.stdout.write(f"The demonstration market is there ({monotonic() - begun:.1f} s).")

    def say(self, what: str, count: int) -> None:
        """Show progress at once, also through a pipe."""
        self.stdout.write(f"  {what}: {count} new" if count else f"  {what}: all there")
        self.stdout.flush()
