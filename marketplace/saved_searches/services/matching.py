"""Hold what changed in the index against the saved searches, and tell each owner once of what is new to her.

Source: docs/adr/0016-saved-searches-are-matched-against-what-changed.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction
from django.utils import timezone

from marketplace.outbox.services import enqueue
from marketplace.saved_searches import wanted
from marketplace.saved_searches.errors import SearchIsAway
from marketplace.saved_searches.models import ChangedDocument, SavedSearch, SavedSearchNotice
from search.documents import DocumentType, SearchDocument, documents_for
from search.filters import SearchFilters, is_code
from search.querying import MAX_SIZE, MAX_WINDOW, search

# Elasticsearch shows what was written after a second; a change is looked at when it can surely be found.
SETTLE: Final = timedelta(seconds=10)
MOST_DOCUMENTS: Final = 1_000  # of one run; the rest has its turn in the next
_AT_ONCE: Final = 100  # documents that one question is narrowed to
_PREFIX: Final = f"{DocumentType.GOOD}:"

Documents = Sequence[SearchDocument]


def note_changed_documents(*, ids: Iterable[str], now: datetime) -> None:
    """Remember what was written to the index, for the next run. Goods alone are told of.

    Args:
        ids: document ids; repeated ones count once.
        now: present instant, aware UTC.
    """
    goods = sorted({id_ for id_ in ids if id_.startswith(_PREFIX)})
    if not goods or not SavedSearch.objects.filter(notify=True).exists():
        return
    rows = [ChangedDocument(document_id=id_, changed_at=now) for id_ in goods]
    ChangedDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["document_id"], update_fields=["changed_at"], batch_size=200
    )


def match_saved_searches(*, now: datetime) -> int:
    """Find what is new for whom and queue one mail for each of them. May be stopped and run again at any point.

    Args:
        now: present instant, aware UTC; what changed within the last ``SETTLE`` waits for the next run.
    Returns:
        How many people are told.
    Raises:
        SearchIsAway: the index cannot be asked now; what waits keeps waiting.
    """
    waiting = ChangedDocument.objects.filter(changed_at__lte=now - SETTLE).order_by("changed_at", "pk")
    changed = dict(waiting.values_list("document_id", "changed_at")[:MOST_DOCUMENTS])
    if not changed:
        return 0
    documents = {id_: one for id_, one in documents_for(changed).items() if one is not None}
    told = sum(
        _tell(user_id, fits, documents, now)
        for user_id, fits in _fits(list(documents.values()), now=now)
        if any(fits.values())
    )
    # What changed once more meanwhile has a later instant and stays.
    ChangedDocument.objects.filter(document_id__in=changed, changed_at__lte=max(changed.values())).delete()
    return told


def _fits(documents: Documents, *, now: datetime) -> Iterator[tuple[int, dict[int, list[str]]]]:
    """Yield each person with the ids of what fits, by the pk of her saved search. Nothing fits where nothing is."""
    rows = SavedSearch.objects.filter(notify=True, user__is_active=True).order_by("user_id", "pk").defer("seen")
    kept = rows.iterator(chunk_size=500) if documents else iter(())
    for user_id, own in groupby(kept, key=lambda one: one.user_id):
        yield user_id, {one.pk: fitting(one, documents, now=now) for one in own}


def fitting(saved: SavedSearch, documents: Documents, *, now: datetime) -> list[str]:
    """Return the ids of those documents that a saved search finds: with all its words, and within its filters.

    Raises:
        SearchIsAway: the index cannot be asked now.
    """
    asked = wanted.filters(saved.pairs[1:], month=timezone.localtime(now).month)
    candidates = [one for one in documents if _passes(asked, one)]
    found: list[str] = []
    for start in range(0, len(candidates), _AT_ONCE):
        found += _found(saved, asked, candidates[start : start + _AT_ONCE])
    return found


def _found(saved: SavedSearch, asked: SearchFilters, candidates: Documents) -> list[str]:
    """Ask the index, narrowed to what the candidates have in common, until all were seen or there is no more."""
    ids, found = {one.id for one in candidates}, set[str]()
    narrowed = _narrowed(asked, candidates)
    for page in range(1, MAX_WINDOW // MAX_SIZE + 1):
        result = search(q=saved.q, lang=saved.lang, filters=narrowed, sort="newest", page=page, size=MAX_SIZE)
        if result.degraded:
            raise SearchIsAway
        if result.partial:
            break
        found |= {hit.id for hit in result.hits} & ids
        if found == ids or page * MAX_SIZE >= result.total:
            break
    return [one.id for one in candidates if one.id in found]


def _narrowed(asked: SearchFilters, candidates: Documents) -> SearchFilters:
    """Return filters that all candidates pass and few other goods do."""
    prices = [one.price for one in candidates if one.price is not None]
    have_prices = len(prices) == len(candidates)
    return replace(
        asked,
        types=(DocumentType.GOOD,),
        categories=_in_common({one.categories[0] if one.categories else "" for one in candidates}),
        counties=_in_common({one.county for one in candidates}),
        producers=_in_common({one.producer for one in candidates}),
        price_min=min(prices) if have_prices else asked.price_min,
        price_max=max(prices) if have_prices else asked.price_max,
    )


def _in_common(codes: set[str]) -> tuple[str, ...]:
    """Return codes to narrow a question to; none at all where the engines would not know one of them as a code."""
    return tuple(sorted(codes)) if all(is_code(code) for code in codes) else ()


def _passes(asked: SearchFilters, document: SearchDocument) -> bool:
    """Tell whether a document passes the filters of a search, as the engines do."""
    chosen = (
        (asked.categories, document.categories),
        (asked.counties, (document.county,)),
        (asked.producers, (document.producer,)),
    )
    if any(values and not set(values) & set(own) for values, own in chosen):
        return False
    if (asked.gi and not document.gi) or (asked.cold_chain and not document.cold_chain):
        return False
    if asked.in_season and asked.month not in document.season_months:
        return False
    return _is_priced(asked, document)


def _is_priced(asked: SearchFilters, document: SearchDocument) -> bool:
    if asked.price_min is None and asked.price_max is None:
        return True
    if document.price is None:
        return False
    return (asked.price_min is None or document.price >= asked.price_min) and (
        asked.price_max is None or document.price <= asked.price_max
    )


@transaction.atomic
def _tell(user_id: int, fits: Mapping[int, list[str]], documents: Mapping[str, SearchDocument], now: datetime) -> bool:
    """Note what is new to somebody and queue her mail, both or neither."""
    # Locked, so that of two runs at the same time the second sees what the first noted.
    rows = SavedSearch.objects.select_for_update().filter(user_id=user_id, pk__in=fits, notify=True).order_by("pk")
    notices = [
        SavedSearchNotice(saved_search=saved, document_id=id_, found_at=now)
        for saved in rows
        for id_ in _new(saved, [documents[id_] for id_ in fits[saved.pk]])
    ]
    if not notices:
        return False
    made = SavedSearchNotice.objects.bulk_create(notices, batch_size=200)
    span = {"first": made[0].pk, "last": made[-1].pk}
    enqueue(topic="mail.saved_searches", dedupe_key=str(span["first"]), payload={"user_id": user_id, **span}, now=now)
    return True


def _new(saved: SavedSearch, documents: Documents) -> list[str]:
    seen = set(saved.seen) | set(saved.notices.values_list("document_id", flat=True))
    return [one.id for one in documents if one.id not in seen and (saved.is_baseline_whole or _is_later(one, saved))]


def _is_later(document: SearchDocument, saved: SavedSearch) -> bool:
    """Where not all that fitted is known by id, the instant of the first publication tells old from new."""
    return document.created_at is not None and document.created_at > saved.baseline_at
