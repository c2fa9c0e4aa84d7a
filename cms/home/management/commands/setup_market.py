"""Puts in place what a market needs before anybody can use it. It stands in the highest room as ``load_demo`` does."""

from __future__ import annotations

from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cms.home.permissions import grant_editors
from cms.home.tree import ensure_home
from marketplace.catalog import demo as catalog
from marketplace.reference import demo as reference

_HEADING: Final = {
    "title": "红河",
    "heading_zh_hans": "红河好物，直通东盟",
    "heading_vi": "Hàng Hồng Hà, thẳng tới ASEAN",
    "heading_en": "Goods of Honghe, straight to ASEAN",
}


class Command(BaseCommand):
    help = (
        "After the first migrate of a production site: counties, units, currencies, codes, categories, an empty home "
        "page and the rights of the editors. Changes nothing that is there."
    )

    def handle(self, **options: Any) -> None:
        """Add what is missing, all or nothing."""
        with transaction.atomic():
            now = timezone.now()
            reference.load(self.say, now=now)
            catalog.load(self.say, now=now)
            grant_editors(ensure_home(**_HEADING))
        self.stdout.write("The market is ready for its first producer. Its home page waits for an editor in /admin/.")

    def say(self, what: str, count: int) -> None:
        self.stdout.write(f"  {what}: {count} new" if count else f"  {what}: all there")
