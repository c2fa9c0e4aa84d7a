"""All messages of one producer order together: which of them tells where the order stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.clearance.models import HandOff
from marketplace.clearance.states import HandOffStatus


class Crossing:
    """The hand-offs of one order. The newest accepted one tells the state; before there is one, the newest."""

    def __init__(self, hand_offs: Iterable[HandOff]) -> None:
        """Take at least one hand-off, in any order."""
        self.hand_offs = sorted(hand_offs, key=lambda one: one.position)
        accepted = [one for one in self.hand_offs if one.status == HandOffStatus.ACCEPTED]
        wanted = [one for one in self.hand_offs if one.status != HandOffStatus.DROPPED]
        self.telling = (accepted or wanted or self.hand_offs)[-1]

    @property
    def newest(self) -> HandOff:
        return self.hand_offs[-1]

    @property
    def after(self) -> list[HandOff]:
        """What came after the message that tells the state: changes and withdrawals without a yes."""
        return [one for one in self.hand_offs if one.position > self.telling.position]

    @property
    def is_under_way(self) -> bool:
        return any(one.is_under_way for one in self.hand_offs)

    @property
    def status(self) -> str:
        return self.telling.status

    @property
    def reason(self) -> str:
        return self.telling.reason

    @property
    def sent_at(self) -> datetime | None:
        return self.telling.sent_at

    @property
    def settled_at(self) -> datetime | None:
        return self.telling.settled_at

    def get_status_display(self) -> str:
        """Return the status in the reader's language."""
        return self.telling.get_status_display()
