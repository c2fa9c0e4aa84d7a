"""What events are called for operators. A test looks for verbs that no word is known for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from marketplace.audit.services import REFUSED

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EXPORTED: Final = "audit.exported"
VERBS: Final[Mapping[str, _StrPromise]] = {
    REFUSED: _("Access refused"),
    EXPORTED: _("Audit trail exported"),
    "account.created": _("Account opened"),
    "account.profile.changed": _("Account changed"),
    "account.saved_searches.muted": _("Mails about saved searches ended"),
    "company.member.added": _("Person joined a company"),
    "company.member.roles_changed": _("Roles changed"),
    "company.registered": _("Company registered"),
    "company.resubmitted": _("Company submitted again"),
    "company.status.changed": _("Status of a company changed"),
    "exchange_rate.stored": _("Exchange rate entered"),
    "good.created": _("Good entered"),
    "good.facts.changed": _("Facts of a good changed"),
    "good.hs_code.verified": _("HS code verified"),
    "good.pack.added": _("Pack added"),
    "good.pack.availability.changed": _("Stock changed"),
    "good.pack.changed": _("Pack changed"),
    "good.pack.rule.changed": _("Minimum or step changed"),
    "good.picture.added": _("Picture added"),
    "good.picture.sized": _("Picture sizes made"),
    "good.price.changed": _("Prices changed"),
    "good.status.changed": _("Status of a good changed"),
    "good.texts.changed": _("Texts of a good changed"),
    "hand_off.prepared": _("Hand-off prepared"),
    "hand_off.refused": _("Hand-off refused by us"),
    "hand_off.released": _("Hand-off released"),
    "hand_off.resent": _("Hand-off sent again"),
    "hand_off.sent": _("Hand-off sent"),
    "hand_off.status.changed": _("Status of a hand-off changed"),
    "order.awaiting_verification": _("Order waits for verification"),
    "order.cancelled": _("Order cancelled"),
    "order.placed": _("Order placed"),
    "outbox.message.hurried": _("Message tried at once"),
    "outbox.message.replayed": _("Dead letter delivered again"),
    "outbox.message.skipped": _("Dead letter given up"),
    "producer_order.cancelled": _("Order cancelled by the buyer"),
    "producer_order.confirmed": _("Order confirmed by the producer"),
    "producer_order.declined": _("Order declined by the producer"),
    "producer_order.overdue": _("Answer overdue"),
    "producer_order.reached_nobody": _("Nobody of the producer was reached"),
    "receipt.set_aside": _("Receipt set aside"),
    "receipt.tried_again": _("Receipt read again"),
    "synonyms.added": _("Synonyms added"),
    "synonyms.changed": _("Synonyms changed"),
    "synonyms.deleted": _("Synonyms deleted"),
    "transfer.adjusted": _("Awaited payment adjusted"),
    "transfer.received": _("Payment recorded"),
}


def verb_label(verb: str) -> str:
    """Return what an event is called in the reader's language, its verb where no word is known."""
    return str(VERBS.get(verb, verb))
