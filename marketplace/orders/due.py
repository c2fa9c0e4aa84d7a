"""Until when a producer answers."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from marketplace.companies.models import Company
from marketplace.reference.working_days import deadline


def answer_due_at(producer: Company, *, now: datetime) -> datetime:
    """Return until when ``producer`` should answer what she is asked ``now``, aware UTC: so many working days of her
    own country as the setting ``ORDER_ANSWER_WORKING_DAYS`` says.
    """
    return deadline(now, working_days=settings.ORDER_ANSWER_WORKING_DAYS, country=producer.country)
