"""Loads the demonstration market: what each installed app has to add to it, the lowest room first."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from time import monotonic
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from marketplace.kernel.demo import Load

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
        # All or nothing: of what a killed run left, the next one could not tell what people took away since.
        with transaction.atomic():
            for load in parts():
                load(self.say, now=now)
        self.stdout.write(f"The demonstration market is there ({monotonic() - begun:.1f} s).")

    def say(self, what: str, count: int) -> None:
        """Show progress at once, also through a pipe."""
        self.stdout.write(f"  {what}: {count} new" if count else f"  {what}: all there")
        self.stdout.flush()


def parts() -> Iterator[Load]:
    """Yield ``demo.load`` of every installed app that has one, the lowest room first."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "demo"):
            load: Load | None = getattr(import_module(f"{config.name}.demo"), "load", None)
            if load is not None:
                yield load
