"""The searches that somebody keeps, and the ones that she made lately."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.accounts.models import User
from marketplace.audit.services import record_refusal
from marketplace.kernel.refusals import sentence
from marketplace.saved_searches import selectors, services, unsubscribing
from marketplace.saved_searches.errors import NothingToSave, TooManySavedSearches
from marketplace.saved_searches.models import SavedSearch
from marketplace.saved_searches.wanted import Pairs
from marketplace.storefront import listing, revision, saved
from marketplace.storefront.facets import Shop
from marketplace.storefront.forms.saved_search import SavedSearchForm
from marketplace.web.methods import post_from

PAGE = "account_searches"


def _shop() -> Shop:
    return listing.shop(revision=revision.current(), language=str(get_language()))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    try:
        return selectors.saved_search_of(_user(request).pk, pk)
    except SavedSearch.DoesNotExist as reason:
        _note_stranger(_user(request), pk)
        raise Http404 from reason


def _note_stranger(user: User, pk: int) -> None:
    """Write down who reached for a search of somebody else; numbers of none leave no trace."""
    theirs = selectors.saved_search_of_anybody(pk)
    if theirs is not None:
        record_refusal(
            act="saved_search.read",
            reason="stranger",
            subject=theirs,
            actor=user.pk,
            actor_label=str(user),
            at=timezone.now(),
        )


@never_cache
@login_required
@require_GET
def search_list(request: HttpRequest) -> HttpResponse:
    """Show what she keeps and what she searched for lately."""
    user = _user(request)
    return render(
        request,
        "storefront/account_searches.html",
        {
            "searches": saved.saved_views(selectors.saved_searches(user.pk), _shop()),
            "recent": saved.recent_views(selectors.recent_searches(user.pk)),
            "keeps_recent": user.keeps_recent_searches,
            "nav_current": "account",
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def search_save(request: HttpRequest) -> HttpResponse:
    """Ask for a name and whether to write; a POST keeps the search of the address."""
    shop = _shop()
    query = saved.asked(request.GET, shop)
    if not query:
        messages.info(request, _("Search for something first; then it can be saved."))
        return redirect("storefront:search")
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None, initial={"name": query[0][1][:120], "notify": True}
    )
    if request.method == "POST" and form.is_valid() and _save(request, query, form):
        return redirect(PAGE)
    context: dict[str, Any] = {
        "form": form,
        "text": query[0][1],
        "filters": saved.filter_labels(query, shop),
        "search_url": saved.search_address(query),
        "nav_current": "account",
    }
    return render(request, "storefront/account_search_save.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, query: Pairs, form: SavedSearchForm) -> bool:
    params: dict[str, list[str]] = {}
    for name, value in query[1:]:
        params.setdefault(name, []).append(value)
    try:
        services.save_search(
            user_id=_user(request).pk,
            q=query[0][1],
            lang=str(get_language()),
            params=params,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (NothingToSave, TooManySavedSearches) as refusal:
        form.add_error(None, sentence(refusal))
    else:
        messages.success(request, _("The search has been saved."))
    return form.is_valid()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a saved search another name; switch its mail on or off."""
    found = _own(request, pk)
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name, "notify": found.notify}
    )
    if not form.is_valid():
        context = {"form": form, "saved": found, "nav_current": "account"}
        status = 422 if form.is_bound else 200
        return render(request, "storefront/account_search_change.html", context, status=status)
    try:
        services.change_saved_search(saved=found, now=timezone.now(), **form.cleaned_data)
    except SavedSearch.DoesNotExist as reason:
        raise Http404 from reason
    messages.success(request, _("The search has been changed."))
    return redirect(PAGE)


@login_required
@post_from(PAGE)
def search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved search."""
    services.delete_saved_search(saved=_own(request, pk))
    messages.success(request, _("The search has been deleted."))
    return redirect(PAGE)


@never_cache
@require_GET
def recent_list(request: HttpRequest) -> JsonResponse:
    """Answer with the recent searches of who is signed in; a visitor's stay in her own browser."""
    user = request.user
    if not user.is_authenticated:
        return JsonResponse({"is_signed_in": False, "is_kept": False, "recent": []})
    rows = saved.recent_views(selectors.recent_searches(user.pk))
    recent = [{"text": row.text, "url": row.url} for row in rows]
    return JsonResponse({"is_signed_in": True, "is_kept": user.keeps_recent_searches, "recent": recent})


@login_required
@post_from(PAGE)
def recent_clear(request: HttpRequest) -> HttpResponse:
    """Forget the recent searches."""
    services.clear_recent_searches(user_id=_user(request).pk)
    messages.success(request, _("Your recent searches have been deleted."))
    return redirect(PAGE)


@login_required
@post_from(PAGE)
def recent_keep(request: HttpRequest) -> HttpResponse:
    """Switch the keeping of recent searches on or off."""
    is_wanted = request.POST.get("keep") == "1"
    services.keep_recent_searches(user_id=_user(request).pk, is_wanted=is_wanted)
    text = (
        _("What you search for will be kept here again.")
        if is_wanted
        else _("Nothing that you search for is kept any more.")
    )
    messages.success(request, text)
    return redirect(PAGE)


@never_cache
@require_http_methods(["GET", "POST"])
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails about saved searches: a GET asks, a POST does it (also one click in a mail program, RFC 8058)."""
    user_id = unsubscribing.reader(token)
    if user_id is None or not User.objects.filter(pk=user_id).exists():
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        services.mute_saved_searches(user_id=user_id, now=timezone.now())
    return render(request, "storefront/account_searches_mute.html", {"is_done": is_done, "nav_current": "account"})
