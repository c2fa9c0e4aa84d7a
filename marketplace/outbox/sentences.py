"""What may not be done with a message, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import UNAVAILABLE, says
from marketplace.outbox.errors import MessageNotDead, MessageNotWaiting
from marketplace.outbox.registry import Refused, TryLater

says(MessageNotDead, _("This message was delivered or queued in the meantime."))
says(MessageNotWaiting, _("This message does not wait any more. Its present state is shown here."))
says(TryLater, _("The other side does not answer at present. It is tried again by itself."), status=UNAVAILABLE)
says(Refused, _("The other side will never take this message. It is kept with the reason."))
