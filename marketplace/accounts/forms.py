"""allauth's forms that ask for an e-mail address: each reads it as it is typed and pasted."""

from __future__ import annotations

from typing import Any

from allauth.account import forms

from marketplace.web.fields import takes_email


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_email(self, "login")


class AddEmailForm(forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_email(self, "email")


class ChangeEmailForm(forms.ChangeEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_email(self, "email")


class ResetPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_email(self, "email")
