"""A producer order's way from the basket into the customs system, step by step, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.clearance.crossing import Crossing
from marketplace.clearance.models import HandOff, Receipt
from marketplace.clearance.states import RANK, AppType, HandOffStatus
from marketplace.kernel import formats
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import CancelReason, ProducerOrderStatus

# returnStatus of the receipts that the electronic port and customs give on the way.
PROCESSING: Final = frozenset({1, 2})
AT_CUSTOMS: Final = frozenset({3})
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
# What the port writes around its own words: 新增申报成功[guid], and [Code:1800;Desc:…], several behind each other.
_GUID: Final = re.compile(r"\s*\[\s*[0-9A-Za-z-]{36}\s*\]")
_CODED: Final = re.compile(
    r"\[\s*Code\s*[:：]\s*(?P<code>[^;；\]]*)[;；]\s*Desc\s*[:：]\s*(?P<text>[^\]]*)\]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Step:
    """``state``: ``done``, ``now``, ``todo`` or ``bad``; ``at``: aware UTC or None; ``text`` says who acts next.

    ``quote``: what somebody else wrote, as it stands, in ``quote_lang`` (BCP 47; empty: not known).
    """

    title: str
    text: str
    at: datetime | None
    state: str
    quote: str = ""

    @property
    def quote_lang(self) -> str:
        return "zh-Hans" if _HAN.search(self.quote) else ""


class Reader(Enum):
    """Who reads the steps: what a producer does herself is said to her in other words."""

    BUYER = "buyer"
    PRODUCER = "producer"


def steps(order: ProducerOrder, crossing: Crossing | None, *, reader: Reader = Reader.BUYER) -> list[Step]:
    """Return the steps of one producer order in the reader's language.

    Args:
        reader: who is spoken to; operators read what buyers do.
        order: its status and instants are read, and when its order was sent (loaded with it).
        crossing: its hand-offs, with ``receipts`` prefetched; None before the producer confirmed.
    """
    if order.placed_at is None:
        return _before_placing(order)
    way = [Step(_("Order placed"), "", order.placed_at, "done"), _ANSWERS[reader](order)]
    if order.order.verification_until:
        way.insert(0, Step(_("Order sent in"), "", order.order.placed_at, "done"))
    if crossing is None and order.status in {ProducerOrderStatus.DECLINED, ProducerOrderStatus.CANCELLED}:
        return way
    return way + _crossing(order, crossing.telling if crossing else None) + _amendments(crossing)


def is_under_way(order: ProducerOrder, crossing: Crossing | None) -> bool:
    """Tell whether a step may follow within seconds, by itself: confirmed, and neither accepted nor given back."""
    return order.status == ProducerOrderStatus.CONFIRMED and (crossing is None or crossing.is_under_way)


def reason_of(hand_off: HandOff) -> str:
    """Return why a message came back, in the words of customs or the port, or a sentence that they gave none."""
    words = plain(hand_off.reason)
    if words or hand_off.return_status is None:
        return words
    return _("No reason was given (code %(code)s).") % {"code": hand_off.return_status}


def plain(said: str) -> str:
    """Return what a receipt says without the brackets of programs: guids away, codes behind their words."""
    text = _CODED.sub(lambda found: f"{_coded(found['text'].strip(), found['code'].strip())}; ", _GUID.sub("", said))
    return text.strip(" ;；") or said.strip()


def _coded(text: str, code: str) -> str:
    return f"{text} ({code})" if text and code else text or code


def _before_placing(order: ProducerOrder) -> list[Step]:
    """Return the steps of what no producer has got: its buyer waits for her verification, or waited in vain."""
    sent = Step(_("Order sent in"), "", order.order.placed_at, "done")
    if order.status == ProducerOrderStatus.CANCELLED:
        return [sent, _cancelled(order)]
    text = _("The zone’s operators act next. No producer has been told, and nothing is to be paid yet.")
    return [
        sent,
        Step(_("Verification of the buyer company"), text, None, "now"),
        Step(_("Confirmation by the producer"), "", None, "todo"),
    ]


def _cancelled(order: ProducerOrder) -> Step:
    is_said = order.cancel_reason != CancelReason.OTHER
    return Step(_("Cancelled"), order.get_cancel_reason_display() if is_said else "", order.cancelled_at, "bad")


def _answer(order: ProducerOrder) -> Step:
    if order.status == ProducerOrderStatus.CONFIRMED:
        return Step(_("Confirmed by the producer"), _entered(order), order.confirmed_at, "done")
    if order.status == ProducerOrderStatus.DECLINED:
        return Step(_("Declined by the producer"), _entered(order), order.declined_at, "bad", order.decline_reason)
    if order.status == ProducerOrderStatus.CANCELLED:
        return _cancelled(order)
    return Step(_("Confirmation by the producer"), _waiting(order), None, "now")


def _own_answer(order: ProducerOrder) -> Step:
    if order.status == ProducerOrderStatus.CONFIRMED:
        return Step(_("Confirmed by you"), _entered_for_you(order), order.confirmed_at, "done")
    if order.status == ProducerOrderStatus.DECLINED:
        return Step(_("Declined by you"), _entered_for_you(order), order.declined_at, "bad", order.decline_reason)
    if order.status == ProducerOrderStatus.CANCELLED:
        return _cancelled(order)
    return Step(_("Awaiting your confirmation"), _("You act next: confirm the order, or decline it."), None, "now")


def _entered(order: ProducerOrder) -> str:
    """Say who entered the answer for the producer; nothing where it is the producer's own."""
    if order.answer_entered_by is None:
        return ""
    return _("Entered by %(operator)s, the zone’s operator, for %(producer)s, who answered on %(day)s.") % {
        "operator": order.answer_entered_by,
        "producer": order.producer,
        "day": _day(order),
    }


def _entered_for_you(order: ProducerOrder) -> str:
    if order.answer_entered_by is None:
        return ""
    return _("Entered by %(operator)s, the zone’s operator, for you, who answered on %(day)s: %(source)s") % {
        "operator": order.answer_entered_by,
        "day": _day(order),
        "source": order.answer_source,
    }


def _day(order: ProducerOrder) -> str:
    return formats.day(order.answered_on, language=get_language() or "en") if order.answered_on else ""


_ANSWERS: Final = {Reader.BUYER: _answer, Reader.PRODUCER: _own_answer}


def _waiting(order: ProducerOrder) -> str:
    """Say whom the order has reached: a producer of whom nobody can sign in knows nothing of it."""
    if order.told_at is not None:
        return _("The producer has been told and acts next.")
    if order.alarmed_at is not None:
        return _("Nobody of this producer can be reached here yet. The zone’s operators have been told and ask them.")
    return _("The producer is being told.")


def _crossing(order: ProducerOrder, hand_off: HandOff | None) -> list[Step]:
    if hand_off and hand_off.status == HandOffStatus.REFUSED:
        return [_refusal(hand_off)]
    receipts = sorted(hand_off.receipts.all(), key=lambda one: one.returned_at) if hand_off else []
    rank = hand_off.rank if hand_off else -1
    is_confirmed = order.status == ProducerOrderStatus.CONFIRMED
    waits = _("We are sending it; if the single window cannot be reached, it leaves as soon as it can.")
    handed = Step(
        _("Handed to the customs single window"),
        waits if is_confirmed and rank < RANK[HandOffStatus.SENT] else "",
        hand_off.sent_at if hand_off else None,
        _state(rank, HandOffStatus.SENT, is_next=is_confirmed),
    )
    received = Step(
        _("Received by customs"),
        "",
        _first(receipts, AT_CUSTOMS),
        _state(rank, HandOffStatus.AT_CUSTOMS, is_next=rank == RANK[HandOffStatus.PROCESSING]),
    )
    return [handed, _at_the_port(hand_off, receipts, rank), received, _verdict(hand_off, rank)]


def _at_the_port(hand_off: HandOff | None, receipts: list[Receipt], rank: int) -> Step:
    if hand_off and hand_off.status == HandOffStatus.STUCK:
        text = _("The electronic port could not pass it on to customs; the zone’s operators act next.")
        at = _first(receipts, frozenset({4}))
        return Step(_("Processed by the electronic port"), text, at, "bad", plain(hand_off.reason))
    state = _state(rank, HandOffStatus.PROCESSING, is_next=rank == RANK[HandOffStatus.SENT])
    return Step(_("Processed by the electronic port"), "", _first(receipts, PROCESSING), state)


def _state(rank: int, needed: HandOffStatus, *, is_next: bool) -> str:
    if rank >= RANK[needed]:
        return "done"
    return "now" if is_next else "todo"


def _first(receipts: Iterable[Receipt], codes: frozenset[int]) -> datetime | None:
    return next((one.returned_at for one in receipts if one.return_status in codes), None)


def _refusal(hand_off: HandOff) -> Step:
    return Step(
        _("Refused by the single window"),
        _("The zone’s operators act next."),
        hand_off.settled_at,
        "bad",
        reason_of(hand_off),
    )


def _verdict(hand_off: HandOff | None, rank: int) -> Step:
    if hand_off and hand_off.status == HandOffStatus.REJECTED:
        text = _("Customs gave this reason; the zone’s operators act next.")
        return Step(_("Returned by customs"), text, hand_off.settled_at, "bad", reason_of(hand_off))
    if hand_off and hand_off.status == HandOffStatus.ACCEPTED:
        if hand_off.app_type == AppType.DELETE:
            return Step(_("Withdrawn from the customs system"), "", hand_off.settled_at, "done")
        text = _("The order is in the customs system; the declaration can refer to it.")
        return Step(_("Accepted into the customs system"), text, hand_off.settled_at, "done")
    state = "now" if rank == RANK[HandOffStatus.AT_CUSTOMS] else "todo"
    return Step(_("Acceptance into the customs system"), "", None, state)


def _amendments(crossing: Crossing | None) -> list[Step]:
    """Return a step for each change and withdrawal that customs has not accepted: till then the order stands."""
    found = []
    for hand_off in crossing.after if crossing else []:
        is_bad = hand_off.status in {HandOffStatus.REJECTED, HandOffStatus.REFUSED, HandOffStatus.STUCK}
        withdrawal = hand_off.app_type == AppType.DELETE
        title = _("Withdrawal from the customs system") if withdrawal else _("Change in the customs system")
        state = "bad" if is_bad else "now" if hand_off.is_under_way else "todo"
        quote = reason_of(hand_off) if is_bad else ""
        found.append(Step(title, str(hand_off.get_status_display()), hand_off.settled_at, state, quote))
    return found
