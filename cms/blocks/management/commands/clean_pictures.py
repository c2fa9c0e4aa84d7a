"""``manage.py clean_pictures``: take place, camera and all else but the pixels out of the stored pictures of pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.blocks import services


class Command(BaseCommand):
    help = "Take place, camera and all else but the pixels out of stored pictures, as after a restored backup."

    def handle(self, **_options: Any) -> None:
        last: int | None = 0
        while last is not None:
            last = services.clean_stored(after=last, now=timezone.now())
        self.stdout.write("The pictures of pages hold nothing but their pixels.")
