"""A person's own page: who she is, for which company, in which language, how she signs in."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts import services
from marketplace.accounts.models import User
from marketplace.companies import acts
from marketplace.companies.models import CompanyStatus
from marketplace.companies.selectors import last_words, memberships_of
from marketplace.storefront.forms.signup import ProfileForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show the account; a POST changes the name and the language."""
    user = cast(User, request.user)
    present = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        services.update_profile(user_id=user.pk, now=timezone.now(), **form.cleaned_data)
        return _saved(request, language=form.cleaned_data["language"])
    memberships = list(memberships_of(user))
    words = last_words(membership.company for membership in memberships)
    companies = [
        {
            "membership": membership,
            "word": words.get(membership.company_id),
            "may_correct": membership.company.status == CompanyStatus.RETURNED
            and membership.may(acts.CORRECT_COMPANY),
        }
        for membership in memberships
    ]
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return render(
        request,
        "storefront/account_home.html",
        {"form": form, "companies": companies, "has_second_factor": factors.exists(), "nav_current": "account"},
    )


def _saved(request: HttpRequest, *, language: str) -> HttpResponse:
    """Say so in the language that was just chosen, and go on in it."""
    with translation.override(language):
        messages.success(request, _("Your account has been saved."))
        response = redirect(reverse("account_home"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
    )
    return response
