"""What cannot be done with a hand-off or its messages, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.clearance.errors import EnvelopeClosed, HandOffNotResendable, NothingToAmend, PartNotConfirmed
from marketplace.clearance.messages.errors import MessageInvalid, MessageRefused
from marketplace.clearance.words import on_the_way_back, on_the_way_out
from marketplace.kernel.refusals import UNPROCESSABLE, says, words

says(
    HandOffNotResendable,
    gettext_lazy("Only a hand-off that came back and was not sent again yet can be sent again."),
)
says(PartNotConfirmed, gettext_lazy("Only what its producer confirmed is handed over to customs."))
says(
    NothingToAmend,
    gettext_lazy("Customs does not have this order: there is nothing to change or to withdraw."),
)
says(EnvelopeClosed, gettext_lazy("This receipt was read or set aside in the meantime."))


@words(MessageInvalid, status=UNPROCESSABLE)
def _invalid(error: MessageInvalid) -> str:
    return _("The message cannot be written: %(fault)s") % {"fault": on_the_way_out(str(error))}


@words(MessageRefused, status=UNPROCESSABLE)
def _unreadable(error: MessageRefused) -> str:
    return _("What came cannot be read: %(reason)s") % {"reason": on_the_way_back(error.reason)}
