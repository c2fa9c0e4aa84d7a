"""Tell people what happened: one function for every room, each person in her own language.

The texts stand in ``notices.json``: per event a subject and a body in three languages, with named placeholders,
between a greeting and a closing that all share. The mail is a row of the outbox, written with what it tells of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from marketplace.accounts.models import User
from marketplace.kernel import formats
from marketplace.kernel.languages import LANGUAGES, best
from marketplace.kernel.money import Money
from marketplace.outbox.services import enqueue

TOPIC: Final = "mail.notice"
_FILE: Final = Path(__file__).with_name("notices.json")
_SHORT: Final = {one.code: one.short for one in LANGUAGES}

# A mapping is a text by language code: {"zh-hans": …, "vi": …}.
Value: TypeAlias = str | int | Decimal | Money | date | Mapping[str, str] | Promise
Context: TypeAlias = Mapping[str, Value]


def tell(
    event: str,
    to: Iterable[User],
    context: Context,
    *,
    key: str,
    now: datetime,
    link: tuple[str, ...] | None = None,
    details: Callable[[str], str] | None = None,
) -> int:
    """Queue one mail for everybody in ``to``, inside the transaction of what it tells of.

    Args:
        event: key of a notice in ``notices.json``.
        to: whom; nobody is told twice, whatever stands twice in it.
        context: a value for every placeholder of the notice. Amounts, days, instants, numbers and texts by language
            are written as each reader's language writes them.
        key: says what it is about, at most 80 characters: an order's number. The same event, key and person are told
            once, however often this runs.
        now: present instant, aware UTC.
        link: name of an address and its arguments; the mail leads there, in the reader's language, under
            ``SITE_ADDRESS``.
        details: called with a language code, that language active: what stands after the body, as an order's lines.
    Returns:
        How many mails were queued now.
    Raises:
        KeyError: there is no such notice, or a placeholder of it has no value.
        TransactionManagementError: called outside a transaction.
    """
    queued = 0
    for user in {one.pk: one for one in to}.values():
        subject, body = text_of(event, user, context, link=link, details=details)
        about = f"{event}:{key}"
        message = enqueue(
            topic=TOPIC,
            dedupe_key=f"{about}:{user.pk}",
            payload={"user_id": user.pk, "key": about, "subject": subject, "body": body},
            now=now,
        )
        queued += message is not None
    return queued


def text_of(
    event: str,
    user: User,
    context: Context,
    *,
    link: tuple[str, ...] | None = None,
    details: Callable[[str], str] | None = None,
) -> tuple[str, str]:
    """Return subject and body of what ``tell`` would send to ``user``; arguments and errors as there."""
    language = user.language
    notice = notices()[event]
    with translation.override(language):
        values = {name: _written(value, language, user.time_zone) for name, value in context.items()}
        parts = [
            greeting(user),
            _said(notice, "body", language).format_map(values),
            details(language) if details else "",
            closing(language, url=_address(link) if link else ""),
        ]
    body = "\n\n".join(part.strip() for part in parts if part.strip())
    subject = _said(notice, "subject", language).format_map(values)
    return subject.replace("） ", "）"), body.replace("） ", "）")  # Chinese has no blank behind its brackets


def greeting(user: User) -> str:
    """Return how a mail to ``user`` begins, in her language; the text after it begins with a capital letter."""
    return _said(_content()["frame"], "greeting", user.language).format(name=user)


def closing(language: str, *, url: str = "") -> str:
    """Return how a mail ends: the address that it leads to, if any, the market's name, and where help is."""
    contact = settings.SUPPORT_CONTACT
    text = _said(_content()["frame"], "closing" if contact else "closing_without_contact", language)
    return text.format(url=url, support_contact=contact).strip()


def notices() -> Mapping[str, Mapping[str, Any]]:
    """Return every notice by its key, as it stands in the file."""
    return {notice["key"]: notice for notice in _content()["notices"]}


def _said(row: Mapping[str, Any], name: str, language: str) -> str:
    """Return a text of the file in ``language``, or in what stands in for it."""
    return best({code: row[f"{name}_{short}"] for code, short in _SHORT.items() if f"{name}_{short}" in row}, language)


def _address(link: tuple[str, ...]) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(link[0], args=link[1:])}"


def _written(value: Value, language: str, zone: str) -> str:
    """Write a value as its readers write it; the language is active, for lazy texts."""
    if isinstance(value, Money):
        return f"{formats.amount(value.minor, value.currency, language=language)} {value.currency}"
    if isinstance(value, datetime):
        return formats.moment(value, language=language, zone=zone)
    if isinstance(value, date):
        return formats.day(value, language=language)
    if isinstance(value, Mapping):
        return best(value, language)
    if isinstance(value, int | Decimal):
        return formats.number(value, language=language)
    return str(value)


@cache
def _content() -> Any:
    return json.loads(_FILE.read_text(encoding="utf-8"))
