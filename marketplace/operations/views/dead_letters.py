"""Messages that could not be delivered: why, and once more."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.kernel.refusals import sentence
from marketplace.operations.access import for_operators
from marketplace.operations.waiting import letters
from marketplace.outbox import selectors
from marketplace.outbox.errors import MessageNotDead
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.services import replay
from marketplace.web.methods import post_from


@for_operators("outbox.view_outboxmessage")
@require_safe
def dead_letter_list(request: HttpRequest) -> HttpResponse:
    """List dead letters, newest first."""
    return render(request, "operations/dead_letter_list.html", {"letters": letters(selectors.dead_letters())})


@for_operators("outbox.change_outboxmessage")
@post_from("operations:dead-letter-list")
def dead_letter_replay(request: HttpRequest, message_id: int) -> HttpResponse:
    """Deliver a dead letter once more, with the key it always had."""
    user = cast(User, request.user)
    try:
        replay(
            message_id=message_id,
            actor_id=user.pk,
            actor_label=str(user),
            now=timezone.now(),
            record=record_event,
        )
    except OutboxMessage.DoesNotExist:
        messages.error(request, _("This message is no longer there."))
    except MessageNotDead as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Message %(id)s is queued again.") % {"id": message_id})
    return redirect("operations:dead-letter-list")
