"""Goods kept their lowest price at a minimum; from now on they keep the lowest and the highest of all."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Max, Min
from django.utils import timezone

_AT_ONCE = 500


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the range of every priced good, and let lists and the search know."""
    models: Any = apps
    breaks = models.get_model("pricing", "PriceBreak").objects.filter(currency=F("pack__good__price_currency"))
    bounds = breaks.order_by().values("pack__good").annotate(low=Min("unit_price"), high=Max("unit_price"))
    ranges = {row["pack__good"]: (row["low"], row["high"]) for row in bounds}
    goods = models.get_model("catalog", "Good").objects
    changed = []
    for good in goods.exclude(price_from=None).filter(pk__in=breaks.values("pack__good")).iterator():
        if (good.price_from, good.price_to) != ranges[good.pk]:
            good.price_from, good.price_to = ranges[good.pk]
            good.revision += 1
            changed.append(good)
    for start in range(0, len(changed), _AT_ONCE):
        some = changed[start : start + _AT_ONCE]
        goods.bulk_update(some, ["price_from", "price_to", "revision"])
        now = timezone.now()
        models.get_model("outbox", "OutboxMessage").objects.create(
            topic="catalog.goods.restated",
            lane="index",
            payload={"skus": [good.sku for good in some]},
            available_at=now,
            retry_since=now,
            created_at=now,
        )
    if changed:
        models.get_model("catalog", "StorefrontRevision").objects.update(value=F("value") + 1)


class Migration(migrations.Migration):
    dependencies = [
        ("pricing", "0001_initial"),
        ("catalog", "0008_price_is_a_range"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
