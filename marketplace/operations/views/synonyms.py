"""Words that mean the same in search: they act within a second, without a new index."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.operations.access import for_operators
from marketplace.operations.synonym_form import SynonymForm
from marketplace.synonyms import services
from marketplace.synonyms.errors import SynonymsRefused
from marketplace.synonyms.models import SynonymGroup

PAGE_SIZE = 50
_LIST = "operations:synonym-list"


@for_operators("synonyms.change_synonymgroup")
@require_safe
def synonym_list(request: HttpRequest) -> HttpResponse:
    """List the groups, the last changed first."""
    groups = SynonymGroup.objects.order_by("-changed_at", "-pk")
    page = Paginator(groups, PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "operations/synonym_list.html", {"page": page})


@for_operators("synonyms.change_synonymgroup")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_add(request: HttpRequest) -> HttpResponse:
    """Add a group; ``typed`` in the address is a word that found nothing, from the page of searches."""
    proposed = SynonymForm.proposed(request.GET.get("typed", ""))
    form = SynonymForm(request.POST if request.method == "POST" else None, initial=proposed)
    if form.is_valid():
        try:
            services.add_synonyms(draft=form.draft(), actor=cast(User, request.user), now=timezone.now())
        except SynonymsRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("These words now find each other."))
            return redirect(_LIST)
    return render(request, "operations/synonym_form.html", {"form": form, "group": None})


@for_operators("synonyms.change_synonymgroup")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_change(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change a group, or let it rest."""
    group = get_object_or_404(SynonymGroup, pk=group_id)
    form = SynonymForm(request.POST if request.method == "POST" else None, initial=SynonymForm.initial_of(group))
    if form.is_valid():
        try:
            services.change_synonyms(
                group_id=group_id, draft=form.draft(), actor=cast(User, request.user), now=timezone.now()
            )
        except SynonymsRefused as refusal:
            form.refuse(refusal)
        except SynonymGroup.DoesNotExist:
            messages.error(request, _("These synonyms were deleted in the meantime."))
            return redirect(_LIST)
        else:
            messages.success(request, _("The synonyms were changed."))
            return redirect(_LIST)
    return render(request, "operations/synonym_form.html", {"form": form, "group": group})


@for_operators("synonyms.change_synonymgroup")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_delete(request: HttpRequest, group_id: int) -> HttpResponse:
    """Ask whether a group is to be deleted; delete it."""
    if request.method != "POST":
        group = get_object_or_404(SynonymGroup, pk=group_id)
        return render(request, "operations/synonym_delete.html", {"group": group})
    try:
        services.delete_synonyms(group_id=group_id, actor=cast(User, request.user), now=timezone.now())
    except SynonymGroup.DoesNotExist:
        messages.error(request, _("These synonyms were deleted in the meantime."))
    else:
        messages.success(request, _("The synonyms were deleted."))
    return redirect(_LIST)
