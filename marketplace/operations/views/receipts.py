"""Receipts that could not be read: why, what stands in them, and once more."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.clearance import selectors, services
from marketplace.clearance.errors import CertificateUnreadable, EnvelopeClosed
from marketplace.clearance.models import QuarantinedEnvelope
from marketplace.clearance.words import on_the_way_back
from marketplace.kernel.refusals import sentence
from marketplace.operations.access import for_operators
from marketplace.operations.forms import ReasonForm
from marketplace.web.methods import post_from

PAGE_SIZE: Final = 20
_LIST: Final = "operations:receipt-list"


@for_operators("clearance.view_handoff")
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    """List what came from the single window and cannot be read, newest first, and receipts that match no order."""
    page = Paginator(selectors.quarantined_envelopes(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"envelope": envelope, "faults": _faults(envelope)} for envelope in page],
        "strays": selectors.unmatched_receipts()[:PAGE_SIZE],
    }
    return render(request, "operations/receipt_list.html", context)


@for_operators("clearance.change_handoff")
@post_from("operations:receipt-list")
def receipt_retry(request: HttpRequest, envelope_id: int) -> HttpResponse:
    """Read an envelope once more."""
    user = cast(User, request.user)
    try:
        kept = services.retry_envelope(envelope_id=envelope_id, actor=user, now=timezone.now())
    except QuarantinedEnvelope.DoesNotExist:
        messages.error(request, _("This receipt is no longer there."))
    except EnvelopeClosed as closed:
        messages.info(request, sentence(closed))
    except CertificateUnreadable:
        messages.error(request, _("The certificate in the settings cannot be read: CLEARANCE_RECEIPT_CERTIFICATE."))
    else:
        if kept.closed_at:
            messages.success(request, _("The receipt could be read now."))
        else:
            messages.error(
                request, _("It still cannot be read: %(reason)s") % {"reason": on_the_way_back(kept.reason)}
            )
    return redirect(_LIST)


@for_operators("clearance.change_handoff")
@post_from("operations:receipt-list")
def receipt_aside(request: HttpRequest, envelope_id: int) -> HttpResponse:
    """Close an envelope that nobody needs to read any more, with a reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down why nobody needs this receipt."))
        return redirect(_LIST)
    note, user = form.cleaned_data["reason"], cast(User, request.user)
    try:
        services.set_envelope_aside(envelope_id=envelope_id, note=note, actor=user, now=timezone.now())
    except QuarantinedEnvelope.DoesNotExist:
        messages.error(request, _("This receipt is no longer there."))
    except EnvelopeClosed as closed:
        messages.info(request, sentence(closed))
    else:
        messages.success(request, _("The receipt is set aside. It is kept, and the audit trail says why."))
    return redirect(_LIST)


def _faults(envelope: QuarantinedEnvelope) -> list[dict[str, Any]]:
    # Rows of the release before have no list.
    faults = envelope.faults or [{"position": 0, "reason": envelope.reason, "detail": envelope.detail, "text": ""}]
    return [fault | {"words": on_the_way_back(fault["reason"])} for fault in faults]
