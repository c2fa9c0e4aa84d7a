"""Goods: a list to look through, a page that shows one as buyers would see it, and an operator's word about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.catalog import services
from marketplace.catalog.errors import GoodIncomplete, GoodTransitionNotAllowed
from marketplace.catalog.facts import compared, facts_of
from marketplace.catalog.models import Good, GoodStatus, LastPublished
from marketplace.catalog.publication import labels, missing
from marketplace.catalog.reasons import GoodReason
from marketplace.catalog.selectors import picture_data
from marketplace.kernel.languages import LANGUAGES, Language
from marketplace.kernel.refusals import sentence
from marketplace.kernel.verdicts import ReasonMissing
from marketplace.operations.access import for_operators
from marketplace.operations.forms import VerdictForm
from marketplace.operations.lists import PAGE_SIZE, asked_for_goods, goods
from marketplace.pricing.selectors import pack_prices
from marketplace.web.methods import post_from

_MOST_DECISIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that an operator can do with a good."""

    do: Callable[..., Good]
    title: Any
    said: Any
    sources: frozenset[str]
    needs_reason: bool = False
    is_serious: bool = False


_S: Final = GoodStatus
ACTS: Final[Mapping[str, Act]] = {
    "publish": Act(
        services.publish_good,
        pgettext_lazy("good", "Publish"),
        gettext_lazy("%(good)s is on the market."),
        frozenset({_S.REVIEW}),
    ),
    "return": Act(
        services.return_good,
        gettext_lazy("Give back"),
        gettext_lazy("%(good)s is back with its producer."),
        frozenset({_S.REVIEW}),
        needs_reason=True,
    ),
    "suspend": Act(
        services.suspend_good,
        gettext_lazy("Suspend"),
        gettext_lazy("%(good)s is suspended; its producer is told why."),
        frozenset({_S.PUBLISHED}),
        needs_reason=True,
        is_serious=True,
    ),
    "lift": Act(
        services.lift_good_suspension,
        gettext_lazy("Lift the suspension"),
        gettext_lazy("%(good)s is on the market again."),
        frozenset({_S.SUSPENDED}),
    ),
}


@for_operators("catalog.view_good")
@require_safe
def good_list(request: HttpRequest) -> HttpResponse:
    """List goods; ``q`` finds by name, number, HS code or producer, ``status`` and ``producer`` narrow."""
    asked = asked_for_goods(request)
    page = Paginator(goods(asked), PAGE_SIZE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    rows = [{"good": good, "picture": _first_picture(good, language)} for good in page]
    context = {"page": page, "rows": rows, "asked": asked, "statuses": GoodStatus.choices}
    return render(request, "operations/goods/list.html", context)


@for_operators("catalog.view_good")
@require_safe
def good_detail(request: HttpRequest, sku: str) -> HttpResponse:
    """Show one good as buyers would see it in each language, and what changed since it was last on the market."""
    return _detail(request, _load(sku))


@for_operators("catalog.change_good")
@post_from("operations:good-detail", "sku")
def good_act(request: HttpRequest, sku: str, act: str) -> HttpResponse:
    """Publish, give back, suspend or lift; back to the page with the form where a reason lacks."""
    known = ACTS.get(act)
    if known is None:
        raise Http404
    good = _load(sku)
    form = VerdictForm(request.POST, reasons=GoodReason if known.needs_reason else None, name=act)
    if not form.is_valid():
        return _detail(request, good, failed={act: form}, status=422)
    try:
        known.do(good_id=good.pk, actor=cast(User, request.user), now=timezone.now(), **form.said())
    except ReasonMissing as refusal:
        form.refuse(refusal)
        return _detail(request, good, failed={act: form}, status=422)
    except (GoodTransitionNotAllowed, GoodIncomplete) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, str(known.said) % {"good": good.name})
    return redirect("operations:good-detail", sku=sku)


def _load(sku: str) -> Good:
    related = ("producer", "producer__county", "category", "county", "unit")
    return get_object_or_404(Good.objects.select_related(*related), sku=sku)


def _detail(
    request: HttpRequest, good: Good, failed: Mapping[str, VerdictForm] | None = None, status: int = 200
) -> HttpResponse:
    packs = list(good.packs.order_by("position"))
    pictures = list(good.pictures.order_by("position"))
    before = LastPublished.objects.filter(good=good).first()
    language = get_language() or "en"
    context = {
        "good": good,
        "views": [_as_seen(good, one) for one in LANGUAGES],
        "pictures": [
            {"data": picture_data(one, language=language), "alts": _translations(one, "alt")} for one in pictures
        ],
        "packs": [
            {"pack": pack, "names": _translations(pack, "name"), "prices": prices}
            for pack, prices in _with_prices(packs)
        ],
        "documents": list(good.documents.order_by("pk")),
        "before": before,
        "rows": compared(facts_of(good), before),
        "missing": labels(missing(good)),
        "decisions": good.decisions.select_related("decided_by").order_by("-decided_at", "-pk")[:_MOST_DECISIONS],
        "acts": _acts(request, good, failed or {}),
    }
    return render(request, "operations/goods/detail.html", context, status=status)


def _with_prices(packs: list[Any]) -> list[tuple[Any, Any]]:
    tables = pack_prices([pack.pk for pack in packs])
    return [(pack, tables.get(pack.pk)) for pack in packs]


def _as_seen(good: Good, language: Language) -> dict[str, Any]:
    """Return the texts of a good in one language and nothing that stands in for them: a gap is to be seen."""
    suffix = language.column
    names = ("name", "description", "storage", "fob_place", "ordering_reason")
    texts = {name: getattr(good, f"{name}_{suffix}") for name in names}
    attributes = [row[suffix] for row in good.attributes if row.get(suffix)]
    return {"code": language.code, "language": language.full_name, "texts": texts, "attributes": attributes}


def _translations(row: object, field: str) -> list[tuple[str, str]]:
    return [(one.code, getattr(row, f"{field}_{one.column}") or "") for one in LANGUAGES]


def _first_picture(good: Good, language: str) -> Any:
    first = next(iter(good.pictures.all()), None)
    return picture_data(first, language=language) if first else None


def _acts(request: HttpRequest, good: Good, failed: Mapping[str, VerdictForm]) -> list[dict[str, Any]]:
    """Return what can be done in the present state, each with its form."""
    if not request.user.has_perm("catalog.change_good"):
        return []
    return [
        {
            "name": name,
            "title": act.title,
            "is_serious": act.is_serious,
            "is_open": name in failed,
            "form": failed.get(name) or VerdictForm(reasons=GoodReason if act.needs_reason else None, name=name),
        }
        for name, act in ACTS.items()
        if good.status in act.sources or name in failed
    ]
