"""Searches that somebody keeps, and whether she is told when something new fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.audit.services import record_event
from marketplace.saved_searches import wanted
from marketplace.saved_searches.errors import NothingToSave, TooManySavedSearches
from marketplace.saved_searches.models import MOST_SAVED, SavedSearch
from search.documents import DocumentType
from search.querying import MAX_SIZE, search

_BASELINE_PAGES: Final = 5
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Baseline:
    """What fits already: at most 500 document ids; ``is_whole`` where there are no others."""

    ids: tuple[str, ...]
    is_whole: bool


def save_search(
    *, user_id: int, q: str, lang: str, params: Mapping[str, object], name: str, notify: bool, now: datetime
) -> SavedSearch:
    """Keep a search. The same question saved again takes the new name and the new wish, and stays one.

    Args:
        user_id: whose it is.
        q: what was typed.
        lang: ``zh-hans``, ``vi`` or ``en``; the database refuses others.
        params: the query string that it stood in; what is no filter is left out.
        name: as she calls it; without one, what was typed.
        notify: whether she wants mail when something new fits.
        now: present instant, aware UTC.
    Raises:
        NothingToSave: nothing could be found with these words.
        TooManySavedSearches: she keeps ``MOST_SAVED`` already.
        User.DoesNotExist: no such account.
    """
    text, filters = wanted.words(q), wanted.pairs(params)
    if not text:
        raise NothingToSave
    key = wanted.key(text, filters)
    called = _name(name) or text[:_LONGEST_NAME]
    if known := SavedSearch.objects.filter(user_id=user_id, key=key).first():
        return change_saved_search(saved=known, name=called, notify=notify, now=now)
    found = baseline(q=text, lang=lang, filters=filters, now=now)
    values = {
        "name": called,
        "q": text,
        "lang": lang,
        "filters": [list(pair) for pair in filters],
        "notify": notify,
        "seen": list(found.ids),
        "is_baseline_whole": found.is_whole,
        "baseline_at": now,
        "created_at": now,
    }
    with transaction.atomic():
        # One after the other: the slots are counted while nobody else of hers takes one.
        User.objects.select_for_update().get(pk=user_id)
        slot = _free_slot(SavedSearch.objects.filter(user_id=user_id).exclude(key=key).values_list("slot", flat=True))
        saved, _ = SavedSearch.objects.get_or_create(user_id=user_id, key=key, defaults={**values, "slot": slot})
    return saved


def change_saved_search(*, saved: SavedSearch, name: str, notify: bool, now: datetime) -> SavedSearch:
    """Give a saved search another name, and switch its mail on or off.

    Switched on, what fits by now counts as seen: nobody is told of what she may have found herself meanwhile.

    Args:
        saved: hers; that is the caller's duty.
        name: kept as it was where this is empty.
        notify: whether she wants mail.
        now: present instant, aware UTC.
    Raises:
        SavedSearch.DoesNotExist: it was deleted meanwhile.
    """
    values: dict[str, object] = {"name": _name(name) or saved.name, "notify": notify}
    if notify and not saved.notify:
        found = baseline(q=saved.q, lang=saved.lang, filters=saved.pairs[1:], now=now)
        values |= {"seen": list(found.ids), "is_baseline_whole": found.is_whole, "baseline_at": now}
    if not SavedSearch.objects.filter(pk=saved.pk).update(**values):
        raise SavedSearch.DoesNotExist
    saved.refresh_from_db()
    return saved


def delete_saved_search(*, saved: SavedSearch) -> None:
    """Forget a saved search and what its owner was told of."""
    saved.delete()


@transaction.atomic
def mute_saved_searches(*, user_id: int, now: datetime) -> int:
    """Switch the mail of all saved searches of somebody off, as the link in each such mail does.

    Returns:
        How many were on.
    Raises:
        User.DoesNotExist: no such account.
    """
    user = User.objects.get(pk=user_id)
    count = SavedSearch.objects.filter(user=user, notify=True).update(notify=False)
    if count:
        record_event(verb="account.saved_searches.muted", subject=user, at=now, data={"count": count})
    return count


def baseline(*, q: str, lang: str, filters: Iterable[tuple[str, str]], now: datetime) -> Baseline:
    """Return what fits at present, the newest first. An index that cannot be asked gives none, and not whole."""
    asked = replace(wanted.filters(filters, month=timezone.localtime(now).month), types=(DocumentType.GOOD,))
    ids: list[str] = []
    for page in range(1, _BASELINE_PAGES + 1):
        found = search(q=q, lang=lang, filters=asked, sort="newest", page=page, size=MAX_SIZE)
        if found.degraded:
            return Baseline((), is_whole=False)
        ids += [hit.id for hit in found.hits]
        if len(ids) >= found.total or not found.hits:
            return Baseline(tuple(ids), is_whole=True)
    return Baseline(tuple(ids), is_whole=False)


def _name(typed: str) -> str:
    return wanted.line(typed, limit=_LONGEST_NAME)


def _free_slot(taken: Iterable[int]) -> int:
    used = set(taken)
    free = next((slot for slot in range(MOST_SAVED) if slot not in used), None)
    if free is None:
        raise TooManySavedSearches(most=MOST_SAVED)
    return free
