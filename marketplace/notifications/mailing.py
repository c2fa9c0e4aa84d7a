"""Plain text mail to one person in her language.

Called from outbox handlers only: a mail server may be away for hours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.utils import formatdate
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from marketplace.notifications.telling import closing, greeting

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def send_mail(
    *, user: User, template: str, context: Mapping[str, Any], key: str, headers: Mapping[str, str] | None = None
) -> bool:
    """Write one mail from a template and hand it to the mail server.

    Args:
        user: to whom, and in which language.
        template: name of a ``.txt`` template; its first line is the subject.
        context: for the template; ``site`` (address without a slash), ``user``, ``greeting``
            and ``closing`` are added.
        key: says what the mail is about; the same key gives the same Message-ID, so that a mail sent twice shows once.
        headers: more of them, as ``List-Unsubscribe``.
    Returns:
        Whether it was sent: a person who can no longer sign in gets none.
    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; try again.
    """
    if not user.is_active:
        return False
    site = settings.SITE_ADDRESS.rstrip("/")
    with translation.override(user.language):
        frame = {"greeting": greeting(user), "closing": closing(user.language)}
        text = render_to_string(template, {**context, **frame, "user": user, "site": site}).strip()
    subject, _, body = text.partition("\n")
    return post(user=user, subject=subject, body=body, key=key, headers=headers)


def post(*, user: User, subject: str, body: str, key: str, headers: Mapping[str, str] | None = None) -> bool:
    """Hand one mail to the mail server; as ``send_mail``, with the text already written in her language.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; try again.
    """
    if not user.is_active:
        return False
    message_id = hashlib.blake2b(f"{key}:{user.pk}".encode(), digest_size=16).hexdigest()
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[user.email],
        headers={
            "Message-ID": f"<{message_id}@{urlsplit(settings.SITE_ADDRESS).hostname or 'localhost'}>",
            "Date": formatdate(),
            "Content-Language": user.language,
            "Auto-Submitted": "auto-generated",
            **(headers or {}),
        },
    ).send()
    return True
