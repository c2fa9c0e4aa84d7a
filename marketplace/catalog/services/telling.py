"""What a producer's people are told of an operator's word about a good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import GoodDecision, GoodVerdict
from marketplace.companies.models import Role
from marketplace.companies.selectors import people_of
from marketplace.kernel.languages import texts_of
from marketplace.notifications.telling import Value, tell

_EVENTS: Final = {
    GoodVerdict.PUBLISHED: "good_published",
    GoodVerdict.RETURNED: "good_returned",
    GoodVerdict.SUSPENDED: "good_suspended",
    GoodVerdict.LIFTED: "good_suspension_lifted",
}


class _Joined(Promise):
    """Labels, in whatever language is active when they are written."""

    def __init__(self, labels: Callable[[], list[str]]) -> None:
        self._labels = labels

    def __str__(self) -> str:
        return " · ".join(self._labels())


def tell_its_producer(decision: GoodDecision, *, now: datetime) -> None:
    """Queue a mail for whoever sells for the producer, in the transaction of the decision."""
    good = decision.good
    note = [decision.note] if decision.note else []
    context: dict[str, Value] = {
        "good_name": texts_of(good, "name"),
        "sku": good.sku,
        "reason": _Joined(lambda: [*decision.reason_labels, *note]),
        "fields": _Joined(lambda: decision.place_labels),
        "export_state": _("open") if good.is_orderable else _("by enquiry only"),
    }
    tell(
        _EVENTS[GoodVerdict(decision.decision)],
        people_of(good.producer_id, roles=(Role.OWNER, Role.SALES)),
        context,
        key=str(decision.pk),
        now=now,
        link=("producer_portal:good-detail", good.sku),
    )
