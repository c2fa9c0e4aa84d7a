"""What an order's state is called to the producer herself: the buyer waits for the producer, she does not."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from marketplace.orders.states import ProducerOrderStatus

register = template.Library()


@register.filter
def own_status(status: str) -> str:
    """Return the name of a state of ``ProducerOrder`` as its producer reads it."""
    names = {
        ProducerOrderStatus.PLACED: gettext("Awaiting your confirmation"),
        ProducerOrderStatus.CONFIRMED: gettext("Confirmed by you"),
        ProducerOrderStatus.DECLINED: gettext("Declined by you"),
    }
    state = ProducerOrderStatus(status)
    return str(names.get(state, state.label))
