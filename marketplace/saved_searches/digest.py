"""The mail about what new fits somebody's saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from marketplace.accounts.models import User
from marketplace.kernel.languages import best
from marketplace.notifications.mailing import send_mail
from marketplace.saved_searches import unsubscribing
from marketplace.saved_searches.models import SavedSearch, SavedSearchNotice
from search.documents import SearchDocument, documents_for

MOST_SHOWN: Final = 10  # goods of one saved search


@dataclass(frozen=True, slots=True)
class NewGood:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """What new fits one saved search: the first goods, how many more, the address of all."""

    name: str
    goods: tuple[NewGood, ...]
    more: int
    url: str


def mail_notices(*, user_id: int, first: int, last: int, now: datetime) -> bool:
    """Send one mail about notices that were not mailed yet. What is no longer published is not named in it.

    Args:
        user_id: to whom.
        first: pk of the first notice of the run.
        last: pk of its last one.
        now: present instant, aware UTC.
    Returns:
        Whether a mail left: none does where nothing of it is left to tell, or where she has switched it off.
    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; try again.
    """
    user = User.objects.get(pk=user_id)
    notices = list(
        SavedSearchNotice.objects.filter(
            saved_search__user=user, saved_search__notify=True, pk__range=(first, last), mailed_at__isnull=True
        )
        .select_related("saved_search")
        .defer("saved_search__seen")
        .order_by("saved_search_id", "pk")
    )
    news = _news(notices, user.language)
    site = settings.SITE_ADDRESS.rstrip("/")
    with translation.override(user.language):
        own, stop = reverse("account_searches"), reverse("account_searches_mute", args=[unsubscribing.token(user_id)])
    context = {"news": news, "count": sum(len(one.goods) + one.more for one in news), "own": own, "stop": stop}
    headers = {"List-Unsubscribe": f"<{site}{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    key = f"saved_searches:{first}-{last}"
    was_sent = bool(news) and send_mail(
        user=user, template="mail/saved_searches.txt", context=context, key=key, headers=headers
    )
    _mark([one.pk for one in notices], now=now, was_sent=was_sent)
    return was_sent


@transaction.atomic
def _mark(pks: Sequence[int], *, now: datetime, was_sent: bool) -> None:
    SavedSearchNotice.objects.filter(pk__in=pks).update(mailed_at=now)
    if was_sent:
        SavedSearch.objects.filter(notices__in=pks).update(last_notified_at=now)


def _news(notices: Sequence[SavedSearchNotice], language: str) -> list[News]:
    found = documents_for(one.document_id for one in notices)
    with translation.override(language):
        page = reverse("storefront:search")
    news = []
    for saved, own in groupby(notices, key=lambda one: one.saved_search):
        goods = [_good(document, language) for one in own if (document := found[one.document_id]) is not None]
        if goods:
            url = f"{page}?{urlencode([*saved.pairs, ('sort', 'newest')])}"
            news.append(News(saved.name, tuple(goods[:MOST_SHOWN]), max(0, len(goods) - MOST_SHOWN), url))
    return news


def _good(document: SearchDocument, language: str) -> NewGood:
    return NewGood(best(document.names, language), quote(f"/{language}/{document.path}", safe="/?=&"))
