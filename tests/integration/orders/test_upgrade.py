"""A database of the release before: what was copied with an order comes over by language, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.clearance.order_message import build_message
from marketplace.kernel.ids import message_guid
from marketplace.orders.models import OrderLine
from tests.factories.orders import PLACED_AT, OrderLineFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = [("orders", "0008_body_of_the_key")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables of the release before, with two lines in them: one in three languages, one in Chinese alone."""
    lines = OrderLineFactory.create_batch(2)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield lines, executor.loader.project_state(BEFORE).apps
    upgrade()


def upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_frozen_names_come_over_by_language_and_go_back(before: Any) -> None:
    (full, chinese), old = before
    lines, orders = old.get_model("orders", "OrderLine").objects, old.get_model("orders", "Order").objects
    row = lines.get(pk=full.pk)
    assert (row.name_zh_hans, row.name_vi) == (full.names["zh-hans"], full.names["vi"]), "the way back"
    assert (row.pack_name_en, row.producer_order.order.delivery_place_vi) == ("10 kg carton", "Hà Khẩu")
    lines.filter(pk=full.pk).update(name_zh_hans="旧石榴", name_vi="Lựu cũ", name_en="Old pomegranate")
    lines.filter(pk=chinese.pk).update(name_vi="", name_en="", pack_name_vi="", pack_name_en="")
    orders.update(delivery_place_en="")

    upgrade()

    line, other = (OrderLine.objects.select_related("producer_order__order").get(pk=one.pk) for one in (full, chinese))
    assert line.names == {"zh-hans": "旧石榴", "vi": "Lựu cũ", "en": "Old pomegranate"}
    assert other.names == {"zh-hans": chinese.names["zh-hans"]}
    assert (other.name_in("vi"), other.pack_name_in("en")) == (chinese.names["zh-hans"], "10 千克纸箱")
    assert line.producer_order.order.delivery_places == {"zh-hans": "河口", "vi": "Hà Khẩu"}
    message = build_message(line.producer_order, guid=message_guid(), app_type="1", at=PLACED_AT)
    assert "<ceb:itemName>旧石榴</ceb:itemName>" in message, "customs reads Chinese"
