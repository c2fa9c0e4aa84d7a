"""Each message that a correction replaced gets a row of its own; every message knows the platform that it names.

Back again: nothing to do, the list of former guids stands beside the rows until the next migration.
"""

import re

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model

PLATFORM = re.compile(r"<ceb:ebpCode>([^<]{1,18})</ceb:ebpCode>")
BATCH = 500


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    HandOff = apps.get_model("clearance", "HandOff")
    waiting = []
    for hand_off in HandOff.objects.only("message", "order_number", "former_guids").iterator(chunk_size=BATCH):
        found = PLATFORM.search(hand_off.message)
        hand_off.platform_code = found[1] if found else settings.CLEARANCE_PLATFORM_CODE
        hand_off.position = len(hand_off.former_guids) + 1
        hand_off.reference = f"{hand_off.order_number}/{hand_off.position}"
        waiting.append(hand_off)
        if len(waiting) == BATCH:
            HandOff.objects.bulk_update(waiting, ["platform_code", "position", "reference"])
            waiting = []
    HandOff.objects.bulk_update(waiting, ["platform_code", "position", "reference"])


def split_former(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    HandOff = apps.get_model("clearance", "HandOff")
    for hand_off in HandOff.objects.exclude(former_guids=[]).iterator(chunk_size=BATCH):
        _split(apps, hand_off)


def _split(apps: Apps, hand_off: Model) -> None:
    HandOff, Receipt = apps.get_model("clearance", "HandOff"), apps.get_model("clearance", "Receipt")
    AuditEvent = apps.get_model("audit", "AuditEvent")
    events = AuditEvent.objects.filter(verb="hand_off.resent", subject_id=str(hand_off.pk)).order_by("at", "pk")
    resent = {event.data.get("former_guid"): event for event in events}
    before, built_at = None, hand_off.created_at
    for position, guid in enumerate(hand_off.former_guids, start=1):
        event = resent.get(guid)
        said = Receipt.objects.filter(hand_off=hand_off, order_guid=guid)
        verdict = said.filter(return_status__lt=0).first() or said.filter(return_status=100).first()
        status = event.data.get("from") if event else None
        before = HandOff.objects.create(
            producer_order_id=hand_off.producer_order_id,
            position=position,
            reference=f"{hand_off.order_number}/{position}",
            replaces=before,
            mode=hand_off.mode,
            guid=guid,
            platform_code=hand_off.platform_code,
            order_number=hand_off.order_number,
            # Only the newest message was kept.
            message="",
            built_at=built_at,
            created_at=built_at,
            status=status if status in ("rejected", "refused") else "rejected" if verdict else "refused",
            reason=(event.data.get("reason") if event else "") or (verdict.return_info if verdict else "") or "?",
            return_status=verdict.return_status if verdict else None,
            settled_at=verdict.returned_at if verdict else event.at if event else built_at,
        )
        said.update(hand_off=before)
        built_at = event.at if event else built_at
    HandOff.objects.filter(pk=hand_off.pk).update(replaces=before, created_at=built_at)


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
        ("clearance", "0002_several_messages_an_order"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(split_former, migrations.RunPython.noop, elidable=True),
    ]
