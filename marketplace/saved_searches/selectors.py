"""What somebody keeps, for her own pages and for nobody else."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q

from marketplace.saved_searches.models import MOST_RECENT, RecentSearch, SavedSearch

# The largest key that a column holds; SQLite refuses to look for a larger number.
_MAX_KEY: Final = 2**63 - 1


def saved_searches(user_id: int) -> list[SavedSearch]:
    """Return the saved searches of one person, the latest first, each with ``told`` (notices mailed). One query."""
    mailed = Count("notices", filter=Q(notices__mailed_at__isnull=False))
    rows = SavedSearch.objects.filter(user_id=user_id).annotate(told=mailed).defer("seen")
    return list(rows.order_by("-created_at", "-pk"))


def saved_search_of(user_id: int, pk: int) -> SavedSearch:
    """Return one saved search of this person.

    Raises:
        SavedSearch.DoesNotExist: there is none, or it is somebody else's.
    """
    return SavedSearch.objects.get(user_id=user_id, pk=pk)


def saved_search_of_anybody(pk: int) -> SavedSearch | None:
    """Return a saved search whoever's it is, None where there is none: to know that a stranger reached for it."""
    return SavedSearch.objects.filter(pk=pk).first() if pk <= _MAX_KEY else None


def recent_searches(user_id: int) -> list[RecentSearch]:
    """Return what one person searched for lately, the latest first, at most ``MOST_RECENT``. One query."""
    return list(RecentSearch.objects.filter(user_id=user_id).order_by("-searched_at", "-pk")[:MOST_RECENT])
