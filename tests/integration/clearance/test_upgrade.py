"""A database of the release before: corrected messages become rows, receipts go with theirs, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.audit.services import record_event
from marketplace.kernel.ids import message_guid
from tests.factories.orders import PLACED_AT, ProducerOrderFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = [("clearance", "0001_initial")]
AFTER = [("clearance", "0004_former_guids_are_rows")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables of the release before."""
    parts = ProducerOrderFactory.create_batch(3, confirmed=True)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield parts, executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _upgraded() -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)
    return executor.loader.project_state(AFTER).apps.get_model("clearance", "HandOff")


def test_corrected_messages_get_rows_of_their_own(before: Any) -> None:
    (corrected, plain, refused), old = before
    guids = [message_guid() for _ in range(3)]
    message = "<ceb:ebpCode>OLDCODE</ceb:ebpCode>"
    HandOff = old.get_model("clearance", "HandOff")
    differ: dict[Any, dict[str, Any]] = {
        corrected: {"guid": guids[2], "former_guids": guids[:2]},
        plain: {},
        refused: {"message": "", "status": "refused", "reason": "x"},
    }
    rows = {
        part: HandOff.objects.create(
            producer_order_id=part.pk,
            order_number=part.number,
            built_at=PLACED_AT,
            created_at=PLACED_AT,
            **{"guid": message_guid(), "message": message, "status": "sent", **values},
        )
        for part, values in differ.items()
    }
    Receipt = old.get_model("clearance", "Receipt")
    for guid, status in ((guids[0], 100), (guids[2], 2)):
        Receipt.objects.create(
            hand_off=rows[corrected],
            guid=message_guid(),
            order_guid=guid,
            order_number=corrected.number,
            return_status=status,
            return_info="单证不全",
            returned_at=PLACED_AT,
            received_at=PLACED_AT,
        )
    told = {"former_guid": guids[1], "guid": guids[2], "from": "refused", "to": "queued", "reason": "bad_message: y"}
    record_event(verb="hand_off.resent", subject=rows[corrected], at=PLACED_AT, data=told)

    new = _upgraded()
    found = list(new.objects.filter(producer_order_id=corrected.pk).order_by("position"))
    assert [(row.guid, row.status, row.reason) for row in found] == [
        (guids[0], "rejected", "单证不全"),
        (guids[1], "refused", "bad_message: y"),
        (guids[2], "sent", ""),
    ]
    assert [row.replaces_id for row in found] == [None, found[0].pk, found[1].pk]
    assert [row.reference for row in found] == [f"{corrected.number}/{n}" for n in (1, 2, 3)]
    assert [row.receipts.count() for row in found] == [1, 0, 1]
    assert {row.platform_code for row in found} == {"OLDCODE"}
    assert found[2].pk == rows[corrected].pk
    assert new.objects.get(producer_order_id=plain.pk).position == 1
    assert new.objects.get(producer_order_id=refused.pk).platform_code == "5325DEM000"
