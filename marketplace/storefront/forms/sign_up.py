"""Sign-up of a buyer company: the person, her address and her company are written together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.forms import SignupForm
from django.db import transaction

from marketplace.web.fields import takes_email

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.accounts.models import User


class CompanySignupForm(SignupForm):
    """allauth's form over ``BuyerCompanyForm``. Mails go out after the transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes_email(self, "email")

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        return cast("User", super().save(request))
