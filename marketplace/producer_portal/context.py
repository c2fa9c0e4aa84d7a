"""What every page of the portal shows around its content."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.companies.models import Membership
from marketplace.companies.wording import rights_of
from marketplace.orders.models import ProducerOrder
from marketplace.orders.states import ProducerOrderStatus


def frame(membership: Membership, *, current: str) -> dict[str, Any]:
    """Return the tabs with the number of orders that wait for this producer, and what she may do here: one query."""
    company = membership.company
    waiting = ProducerOrder.objects.of_producer(company).filter(status=ProducerOrderStatus.PLACED).count()
    return {
        "company": company,
        "rights": rights_of(membership),
        "work_title": str(company),
        "work_home": reverse("producer_portal:order-list"),
        "work_current": current,
        "work_nav": [
            {
                "label": _("Orders"),
                "url": reverse("producer_portal:order-list"),
                "icon": "clipboard-list",
                "key": "orders",
                "count": waiting,
            },
            {
                "label": _("Goods"),
                "url": reverse("producer_portal:good-list"),
                "icon": "boxes",
                "key": "goods",
                "count": 0,
            },
            {"label": _("My account"), "url": reverse("account_home"), "icon": "user", "key": "account", "count": 0},
        ],
    }
