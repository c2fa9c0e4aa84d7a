"""What somebody searched for lately: hers alone, and only as long as she wants it kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.kernel.languages import CODES
from marketplace.saved_searches import wanted
from marketplace.saved_searches.models import MOST_RECENT, RecentSearch


@transaction.atomic
def note_recent_search(*, user_id: int, q: str, lang: str, now: datetime) -> RecentSearch | None:
    """Put a search in front of the recent ones; the oldest go once there are more than ``MOST_RECENT``.

    Args:
        user_id: who searched.
        q: as typed, anything at all.
        lang: of the page; anything unknown is not kept.
        now: present instant, aware UTC.
    Returns:
        The row; None where there are no words in it or she wants nothing kept.
    """
    text = wanted.words(q)
    if not text or lang not in CODES:
        return None
    if not User.objects.filter(pk=user_id, keeps_recent_searches=True).exists():
        return None
    row, _ = RecentSearch.objects.update_or_create(
        user_id=user_id, key=wanted.key(text), defaults={"q": text, "lang": lang, "searched_at": now}
    )
    rows = RecentSearch.objects.filter(user_id=user_id)
    if old := list(rows.order_by("-searched_at", "-pk").values_list("pk", flat=True)[MOST_RECENT:]):
        rows.filter(pk__in=old).delete()
    return row


def clear_recent_searches(*, user_id: int) -> int:
    """Forget all that somebody searched for; return how many that were."""
    return RecentSearch.objects.filter(user_id=user_id).delete()[0]


@transaction.atomic
def keep_recent_searches(*, user_id: int, is_wanted: bool) -> None:
    """Switch the keeping of recent searches on or off; off, what was kept goes too.

    Raises:
        User.DoesNotExist: no such account.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    user.keeps_recent_searches = is_wanted
    user.save(update_fields=["keeps_recent_searches"])
    if not is_wanted:
        clear_recent_searches(user_id=user_id)
