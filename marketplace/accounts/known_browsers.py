"""Browsers in which somebody has signed in before: a cookie with a mark for each person, which a new password ends."""

from __future__ import annotations

from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from marketplace.accounts.models import User

COOKIE: Final = "known_browser"
MAX_AGE_SECONDS: Final = 180 * 24 * 3_600
_MOST: Final = 5  # people of one browser
_LENGTH: Final = 32


def mark_of(user: User) -> str:
    """Return the person's mark. Nobody can make it without the site's secret."""
    return salted_hmac("known-browser", f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:_LENGTH]


def remembered(cookie: str, user: User) -> str:
    """Return the cookie with the person's mark first; others keep theirs."""
    mark = mark_of(user)
    return ".".join([mark, *(one for one in _marks(cookie) if one != mark)][:_MOST])


def known_as(cookie: str, email: str) -> str:
    """Return the mark by which this browser is known to the owner of an address, ``""`` if it is not."""
    marks = _marks(cookie)
    user = User.objects.filter(email__iexact=email.strip()).first() if marks and email.isprintable() else None
    if user is None:
        return ""
    own = mark_of(user)
    return own if any(constant_time_compare(one, own) for one in marks) else ""


def last(cookie: str) -> str:
    """Return the mark of who signed in here last, ``""`` where nobody is known to have."""
    return next(iter(_marks(cookie)), "")


def _marks(cookie: str) -> list[str]:
    return [one for one in cookie.split(".")[:_MOST] if len(one) == _LENGTH and one.isalnum() and one.isascii()]
