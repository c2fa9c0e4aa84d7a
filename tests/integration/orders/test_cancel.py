"""A buyer takes back what no producer has confirmed; an order is cancelled with its last part."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client

from marketplace.audit.models import AuditEvent
from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import Membership, Role
from marketplace.orders import services, states
from marketplace.orders.errors import NothingToCancel, PartsChanged
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.states import CancelReason, OrderStatus, ProducerOrderStatus, TransitionNotAllowed
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import drain
from marketplace.payments.models import TransferStatus
from tests.factories.companies import MembershipFactory, give, person_of
from tests.integration.scenes import placed_order, signed_in_buyer, text_of

pytestmark = pytest.mark.django_db


def of(buyer: Membership, *, parts: int = 2) -> tuple[Order, list[ProducerOrder]]:
    order = placed_order(buyer.company, parts=parts)
    own = list(order.producer_orders.order_by("pk"))
    order.total_minor = sum(part.total_minor for part in own)
    order.save()
    order.bank_transfer.amount_minor = order.total_minor
    order.bank_transfer.save()
    return order, own


def confirm(part: ProducerOrder, now: datetime) -> None:
    services.confirm_producer_order(producer_order_id=part.pk, actor=person_of(part.producer), now=now)


def test_everything_that_waits_is_cancelled_owed_no_more_and_told(purchaser: Membership, now: datetime) -> None:
    order, parts = of(purchaser)
    sellers = [person_of(part.producer) for part in parts]

    services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now)

    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    for part in parts:
        part.refresh_from_db()
        assert (part.status, part.cancel_reason, part.cancelled_at) == ("cancelled", CancelReason.BY_BUYER, now)
    assert order.bank_transfer.status == TransferStatus.CANCELLED
    verbs = AuditEvent.objects.values_list("verb", "actor_label").order_by("pk")
    assert list(verbs)[:3] == [
        ("producer_order.cancelled", str(purchaser.user)),
        ("producer_order.cancelled", str(purchaser.user)),
        ("order.cancelled", "system"),
    ]
    drain(now=now)
    assert {address for one in mail.outbox for address in one.to} == {seller.email for seller in sellers}
    assert parts[0].number in mail.outbox[0].subject
    assert not OutboxMessage.objects.exclude(state="done").exists()


def test_what_is_confirmed_stays_ordered_and_is_all_that_is_owed(purchaser: Membership, now: datetime) -> None:
    order, (kept, other) = of(purchaser)
    confirm(kept, now)

    services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now)

    for row in (order, kept, other, order.bank_transfer):
        row.refresh_from_db()
    assert (order.status, kept.status, other.status) == ("placed", "confirmed", "cancelled")
    assert (order.bank_transfer.status, order.bank_transfer.amount_minor) == ("awaited", kept.total_minor)
    with pytest.raises(NothingToCancel):
        services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now)


def test_what_was_paid_for_it_is_owed_back(purchaser: Membership, now: datetime) -> None:
    order, (kept, other) = of(purchaser)
    transfer = order.bank_transfer
    transfer.status, transfer.received_at, transfer.received_by = "received", now, purchaser.user
    transfer.save()
    confirm(kept, now)

    services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now)

    transfer.refresh_from_db()
    assert (transfer.status, transfer.refund_minor) == ("received", other.total_minor)


def test_an_order_goes_with_its_last_part_whoever_declined_it(purchaser: Membership, now: datetime) -> None:
    order, parts = of(purchaser)
    for part, status in zip(parts, ("placed", "cancelled"), strict=True):
        services.decline_producer_order(
            producer_order_id=part.pk, reason="No.", actor=person_of(part.producer), now=now
        )
        order.refresh_from_db()
        assert order.status == status
    assert AuditEvent.objects.get(verb="order.cancelled").data["reason"] == "declined"


def test_a_producer_cannot_answer_what_is_cancelled(purchaser: Membership, now: datetime) -> None:
    order, (part, _other) = of(purchaser)
    services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now)
    with pytest.raises(TransitionNotAllowed):
        confirm(part, now)


def test_only_what_she_saw_is_cancelled(purchaser: Membership, now: datetime) -> None:
    order, (answered, open_part) = of(purchaser)
    seen = [answered.number, open_part.number]
    confirm(answered, now)
    with pytest.raises(PartsChanged) as refusal:
        services.cancel_order(order_id=order.pk, actor=purchaser.user, now=now, expected_parts=seen)
    assert refusal.value.open_parts == [open_part.number]
    open_part.refresh_from_db()
    assert open_part.status == ProducerOrderStatus.PLACED


def test_a_stranger_and_who_may_not_order_cannot_cancel(purchaser: Membership, now: datetime) -> None:
    order, parts = of(purchaser)
    for actor in (
        MembershipFactory.create().user,
        person_of(purchaser.company, Role.FINANCE),
        person_of(parts[0].producer, Role.OWNER),
    ):
        with pytest.raises(NotPermitted):
            services.cancel_order(order_id=order.pk, actor=actor, now=now)


def test_no_state_is_out_of_reach_and_each_move_has_its_service() -> None:
    reached = set(states.BEGINNINGS)
    while found := {move.target for move in states.MOVES if move.source in reached} - reached:
        reached |= found
    assert reached == set(ProducerOrderStatus)
    acts = {move.service for move in states.MOVES} | set(states.BEGINNINGS.values())
    assert [act for act in acts if not hasattr(services, act)] == []
    assert {states.derived([status]) for status in ProducerOrderStatus} == set(OrderStatus)
    for source, targets in states.ORDER_TRANSITIONS.items():
        from_parts = {
            states.derived([move.target]) for move in states.MOVES if states.derived([move.source]) == source
        }
        assert targets == from_parts - {source}


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_she_is_asked_and_told_in_her_language(client: Client, language: str, now: datetime) -> None:
    buyer = signed_in_buyer(client)
    order, (kept, other) = of(buyer)
    confirm(kept, now)
    path = f"/{language}/orders/{order.number}/"
    assert f"{path}cancel/" in client.get(path).content.decode()
    page = client.get(f"{path}cancel/")
    assert other.number in text_of(page)
    assert kept.number not in text_of(page)

    answer = client.post(f"{path}cancel/", {"parts": other.number}, follow=True)

    assert answer.redirect_chain[0][0] == path
    assert other.number in text_of(answer)
    assert f"{path}cancel/" not in answer.content.decode()
    other.refresh_from_db()
    assert other.status == ProducerOrderStatus.CANCELLED
    assert client.get(f"{path}cancel/").status_code == 302
    assert client.post(f"{path}cancel/", {"parts": other.number}).status_code == 302


def test_the_page_comes_back_when_a_producer_was_quicker(client: Client, now: datetime) -> None:
    order, (first, second) = of(signed_in_buyer(client))
    confirm(first, now)
    answer = client.post(f"/vi/orders/{order.number}/cancel/", {"parts": f"{first.number} {second.number}"})
    assert answer.status_code == 409
    assert f'value="{second.number} "' in answer.content.decode()


@pytest.mark.parametrize("parts", ["", "x" * 20_000, "a\x00b", "'; DROP TABLE orders; --"])
def test_hostile_numbers_cancel_nothing(client: Client, parts: str) -> None:
    order, (part, _other) = of(signed_in_buyer(client))
    assert client.post(f"/vi/orders/{order.number}/cancel/", {"parts": parts}).status_code == 409
    part.refresh_from_db()
    assert part.status == ProducerOrderStatus.PLACED


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_another_companys_order_is_not_there(client: Client, language: str) -> None:
    order = placed_order()
    signed_in_buyer(client)
    assert client.get(f"/{language}/orders/{order.number}/cancel/").status_code == 404
    assert client.post(f"/{language}/orders/{order.number}/cancel/").status_code == 404
    url = f"/api/v1/orders/{order.number}/cancel"
    assert client.post(url, {}, content_type="application/json").status_code == 404


def test_a_program_cancels_by_part_and_is_told_what_is_open(client: Client, now: datetime) -> None:
    order, (first, second) = of(signed_in_buyer(client))
    confirm(first, now)
    url = f"/api/v1/orders/{order.number}/cancel"
    refused = client.post(url, {"parts": [first.number, second.number]}, content_type="application/json")
    assert refused.status_code == 409
    assert refused.json()["code"] == "order_parts_changed"
    assert refused.json()["data"] == {"open_parts": [second.number]}
    done = client.post(url, {"parts": [second.number]}, content_type="application/json").json()
    assert (done["status"], [part["status"] for part in done["parts"]]) == ("placed", ["confirmed", "cancelled"])
    again = client.post(url, {}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_cancel")


def test_who_may_not_sees_no_button(client: Client) -> None:
    buyer = signed_in_buyer(client)
    order, _parts = of(buyer)
    give(buyer, Role.FINANCE)
    assert "/cancel/" not in client.get(f"/vi/orders/{order.number}/").content.decode()
    assert client.post(f"/vi/orders/{order.number}/cancel/").status_code == 403
