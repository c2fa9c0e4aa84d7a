"""The forms that ask for a code of the authenticator: wrong ones are counted for the person, over all processes."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.utils import timezone

from marketplace.limits import rates, services


class _Counted:
    user: Any

    def clean_code(self) -> str:
        """Count the code before it is looked at; take it back where it was right.

        Raises:
            LimitReached: too many were wrong.
        """
        who = f"account:{self.user.pk}"
        services.require(rate=rates.SECOND_FACTORS, who=who, now=timezone.now())
        code = cast(str, super().clean_code())  # type: ignore[misc]
        services.give_back(rate=rates.SECOND_FACTORS, who=who)
        return code


class CountedAuthenticateForm(_Counted, AuthenticateForm):
    """At sign-in. Only who knows the password comes as far, so a stranger cannot use the owner's quota up."""


class CountedReauthenticateForm(_Counted, ReauthenticateForm):
    """Once more, before something that matters."""
