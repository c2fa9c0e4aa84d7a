"""Every mail about an account: in its reader's language, from the market by name, a capital after the greeting."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django.contrib.sites.requests import RequestSite
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from marketplace.notifications.telling import closing, greeting
from tests.factories.accounts import UserFactory

TEMPLATES = Path(allauth.__file__).parent / "templates"
# What the market has switched off cannot be met: signing in by others, by code, by a key.
OFF = ("socialaccount/", "account/email/login_code", "mfa/email/webauthn")
PREFIXES = sorted(
    name
    for path in TEMPLATES.rglob("email/*_subject.txt")
    if not (name := str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")).startswith(OFF)
)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_mail_about_an_account_is_the_markets_own(
    prefix: str, language: str, now: datetime, settings: Settings
) -> None:
    settings.SITE_ADDRESS, settings.SUPPORT_CONTACT = "https://market.example", "help@market.example"
    user = UserFactory.create(language=language, name="Nguyễn Thị Lan")
    request = RequestFactory(SERVER_NAME="127.0.0.1", SERVER_PORT="8100").get("/")
    request.user = user
    with translation.override("en"), allauth_context.request_context(request):
        letter = get_adapter().render_mail(
            prefix,
            user.email,
            {
                "user": user,
                "email": user.email,
                "code": "ABC-123",
                "current_site": RequestSite(request),
                "timestamp": now,
                "ip": "192.0.2.1",
                "user_agent": "Firefox",
                "from_email": "old@example.com",
                "to_email": "new@example.com",
            },
        )
    text = f"{letter.subject}\n{letter.body}"
    assert "127.0.0.1" not in text
    assert letter.body.startswith(f"{greeting(user)}\n\n")
    body = letter.body.removeprefix(greeting(user)).strip()
    assert body[0] == body[0].upper()
    assert letter.body.endswith(closing(language))
    has_chinese = any("\u4e00" <= one <= "\u9fff" for one in text)
    assert has_chinese == (language == "zh-hans")


@pytest.mark.parametrize("language", ["zh-hans", "vi", "en"])
def test_the_mail_of_saved_searches_begins_and_ends_like_all_others(language: str) -> None:
    user = UserFactory.create(language=language, name="Lan")
    frame = {"greeting": greeting(user), "closing": closing(language)}
    with translation.override(language):
        text = render_to_string(
            "mail/saved_searches.txt", {"count": 1, "news": [], "site": "https://m.example", **frame}
        )
    _, _, body = text.strip().partition("\n")
    first = body.strip().removeprefix(greeting(user)).strip()[0]
    assert first == first.upper()
    assert body.strip().endswith(closing(language))
