"""Who has shown that an address is hers."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import F


def confirmed(user_ids: Iterable[int]) -> set[int]:
    """Return which of these people have shown that their e-mail address is theirs. One query."""
    own = EmailAddress.objects.filter(user_id__in=list(user_ids), verified=True, email__iexact=F("user__email"))
    return set(own.values_list("user_id", flat=True))
