"""How allauth behaves here: languages kept, mails in the reader's language, no names for who has an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_login_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.accounts import known_browsers
from marketplace.accounts.letters import frame
from marketplace.accounts.services.sign_ins import Attempt, begin_attempt, forgive
from marketplace.limits.clients import client_address

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class _MarketSite:
    """What allauth's mails call the site: its name, not the host and port that the request came to."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in and sign-up keep the language of the person; wrong passwords are counted by ours."""

    _attempt: Attempt

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address as the limits see it, behind proxies too."""
        return client_address(request.META)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the password before it is looked at.

        Raises:
            LimitReached: too many were wrong, for this address and client.
        """
        email = str(credentials.get("email", ""))
        self._attempt = begin_attempt(
            email=email,
            client=client_address(request.META),
            known_as=known_browsers.known_as(request.COOKIES.get(known_browsers.COOKIE, ""), email),
            now=timezone.now(),
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose password it is; a right one is not counted."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            forgive(self._attempt)
        return cast("User | None", user)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the language in which somebody signs up: her mails are written in it."""
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", "")
        return cast("User", super().save_user(request, user, form, commit=commit))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead who works in the admin to what waits there, others to the account in their own language."""
        user = cast("User", request.user)
        if user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        with translation.override(user.language):
            return reverse("account_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{translation.get_language() or settings.LANGUAGE_CODE}/"

    def post_login(self, request: HttpRequest, user: User, **arguments: Any) -> HttpResponse:
        """Greet her in the language of the page that she goes to.

        The cookie keeps her language for the addresses that carry none (``/``, ``/admin/``, ``/kiosk/``).
        """
        target = get_login_redirect_url(request, arguments.get("redirect_url"), signup=arguments.get("signup", False))
        with translation.override(translation.get_language_from_path(target) or user.language):
            response = cast(HttpResponse, super().post_login(request, user, **arguments))
        response.set_cookie(
            known_browsers.COOKIE,
            known_browsers.remembered(request.COOKIES.get(known_browsers.COOKIE, ""), user),
            max_age=known_browsers.MAX_AGE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=31_536_000,
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Write to a known person in her language, whatever page caused the mail."""
        user = context.get("user")
        language = getattr(user, "language", "") or translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            market = _("Honghe Market")
            around = {
                "current_site": _MarketSite(name=market, domain=market),
                "greeting": frame().greeting(user) if user is not None and user.pk else "",
                "closing": frame().closing(language),
            }
            return cast("EmailMessage", super().render_mail(template_prefix, email, {**context, **around}, headers))
