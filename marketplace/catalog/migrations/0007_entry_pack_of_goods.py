"""Fill in the pack that the minimum belongs to; the prices are ``pricing``'s to fill in, one price is a range till then."""

from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

_AT_ONCE = 500


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set what new goods and packs set by themselves from now on."""
    models: Any = apps
    goods = models.get_model("catalog", "Good").objects
    goods.update(price_to=F("price_from"))
    best: dict[int, tuple[bool, Decimal, int, int]] = {}
    rows = models.get_model("catalog", "Pack").objects.values_list(
        "good_id", "availability", "moq", "content", "position", "pk"
    )
    for good, availability, moq, content, position, pk in rows.iterator():
        candidate = (availability == "sold_out", moq * content, position, pk)
        best[good] = min(best.get(good, candidate), candidate)
    changed = []
    for good in goods.filter(pk__in=best).only("pk").iterator():
        _, good.min_quantity, _, good.entry_pack_id = best[good.pk]
        changed.append(good)
    goods.bulk_update(changed, ["min_quantity", "entry_pack"], batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_price_range_and_entry_pack")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
