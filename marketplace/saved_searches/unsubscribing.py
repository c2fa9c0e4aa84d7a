"""The link in a mail that ends such mails: it names its reader and works without signing in, however old it is."""

from __future__ import annotations

from typing import Final

from django.core.signing import BadSignature, Signer

_SALT: Final = "accounts.saved_searches.unsubscribe"


def token(user_id: int) -> str:
    """Return what stands in the address of the link."""
    return Signer(salt=_SALT).sign(str(user_id))


def reader(token: str) -> int | None:
    """Return whose link it is, or None for one that is not ours."""
    try:
        return int(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
