"""The basket of a visitor or of a person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.catalog.models import Pack
from marketplace.catalog.selectors import published
from marketplace.kernel.errors import DomainError
from marketplace.kernel.quantities import OrderRule, QuantityNotANumber, QuantityNotOrderable, parse_quantity
from marketplace.kernel.refusals import sentence
from marketplace.kernel.text import clean, identifier
from marketplace.orders import acts
from marketplace.orders.models import BasketLine, BasketOwner
from marketplace.orders.selectors.basket import BasketSummary, basket_summary
from marketplace.orders.sentences import problem_of
from marketplace.orders.services import basket as services
from marketplace.orders.session import BASKET_TOKEN
from marketplace.storefront.access import buyer_of, hindrance
from marketplace.storefront.addresses import address
from marketplace.storefront.kept import forget_sum, sums_of
from marketplace.storefront.typed import take
from marketplace.storefront.views.goods import SKU_LENGTH, TYPED_LENGTH
from marketplace.web.methods import post_from

LONGEST_ADDRESS = 2_000
# The field of a line is called so, with its pack number.
_FIELD = "quantity-"


def owner_of(request: HttpRequest) -> BasketOwner | None:
    """Return whose basket the request speaks of; None for a visitor who never put anything in."""
    if request.user.is_authenticated:
        return BasketOwner.of_user(request.user)
    token = request.session.get(BASKET_TOKEN)
    return BasketOwner.of_visitor(token) if token else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def basket_detail(request: HttpRequest) -> HttpResponse:
    """Show the basket, a section a producer; a POST changes it, and is refused on the address that shows it."""
    if request.method == "POST":
        return _update(request)
    typed = _typed_before(request)
    return _page(request, typed=typed, errors=_refused(request, typed))


@never_cache
@post_from("storefront:basket-detail")
def basket_add(request: HttpRequest) -> HttpResponse:
    """Put packs into the basket. What cannot be ordered leads back to the good, with what was typed in its address."""
    pack_sku = identifier(request.POST.get("pack", ""), limit=SKU_LENGTH)
    typed = clean(request.POST.get("quantity", ""), limit=TYPED_LENGTH)
    try:
        line = _add(request, pack_sku, typed)
    except Pack.DoesNotExist:
        messages.error(request, _("This pack is no longer offered. Choose another one."))
        return redirect("storefront:goods-list")
    except DomainError as refusal:
        return _back_to_good(request, pack_sku, typed, refusal)
    messages.success(request, _in_the_basket(line, typed))
    return redirect(_list_left(request) or reverse("storefront:basket-detail"))


def _list_left(request: HttpRequest) -> str:
    """Return the path and query of the list in whose table the order stood; empty where it stood elsewhere."""
    left = request.headers.get("referer", "")
    if request.POST.get("from") != "list" or len(left) > LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(left)
    except ValueError:
        return ""
    # Whatever host it names, only a list of ours is gone to.
    lists = (reverse("storefront:goods-list"), reverse("storefront:search"))
    return f"{parts.path}?{parts.query}" if parts.path in lists else ""


def _in_the_basket(line: BasketLine, typed: str) -> str:
    """Say it, and how many there are now where that is not the number just typed."""
    if line.quantity == parse_quantity(typed):
        return _("It is in your basket.")
    return _("Together with what lay there already, your basket now holds %(quantity)s packs of it.") % {
        "quantity": line.quantity
    }


def _add(request: HttpRequest, pack_sku: str, typed: str) -> BasketLine:
    """Add to the basket; a visitor gets a secret of her own with the first thing that is really in, not before."""
    owner = owner_of(request)
    token = "" if owner else services.new_token()
    line = services.add_to_basket(
        owner=owner or BasketOwner.of_visitor(token),
        pack_sku=pack_sku,
        quantity=parse_quantity(typed),
        now=timezone.now(),
    )
    if token:
        request.session[BASKET_TOKEN] = token
    return line


def _update(request: HttpRequest) -> HttpResponse:
    """Save the quantities of all lines, and go on to the order where that was pressed; or take one line out.

    Lines that cannot be saved keep what was typed.
    """
    owner = owner_of(request)
    if owner is None:
        return redirect("storefront:basket-detail")
    if "remove" in request.POST:
        services.remove_line(
            owner=owner, pack_sku=identifier(request.POST["remove"], limit=SKU_LENGTH), now=timezone.now()
        )
        messages.success(request, _("The line is out of your basket."))
        return redirect("storefront:basket-detail")
    if "back" in request.POST:
        return _take_back(owner, request)
    typed, errors = _save(owner, request)
    if errors:
        return _page(request, typed=typed, errors=errors)
    if "order" in request.POST:
        return redirect("storefront:checkout")
    messages.success(request, _("Your basket is up to date."))
    return redirect("storefront:basket-detail")


def _take_back(owner: BasketOwner, request: HttpRequest) -> HttpResponse:
    """Set a quantity that was added up at sign-in to one of the two numbers that it came from."""
    sku, _colon, text = clean(request.POST["back"], limit=TYPED_LENGTH + SKU_LENGTH).partition(":")
    offered = [str(one) for one in sums_of(request).get(sku, ())[:2]]
    if text in offered:
        try:
            services.set_quantity(owner=owner, pack_sku=sku, quantity=int(text), now=timezone.now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        except BasketLine.DoesNotExist:
            messages.error(request, _("It is not there."))
        else:
            messages.success(request, _("Your basket now holds %(quantity)s packs of it.") % {"quantity": text})
        forget_sum(request, sku)
    return redirect("storefront:basket-detail")


def _save(owner: BasketOwner, request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Save each changed line. Return what was typed and what was refused, by pack number."""
    present = {line.sku: line for group in _summary(owner).groups for line in group.lines}
    typed, errors = {}, {}
    for sku, line in present.items():
        text = clean(request.POST.get(f"{_FIELD}{sku}", str(line.quantity)), limit=40)
        typed[sku] = text
        if text == str(line.quantity):
            continue
        try:
            services.set_quantity(owner=owner, pack_sku=sku, quantity=parse_quantity(text), now=timezone.now())
        except DomainError as refusal:
            errors[sku] = sentence(refusal)
        except BasketLine.DoesNotExist:
            continue  # taken out in another window in the meantime
    return typed, errors


def _typed_before(request: HttpRequest) -> dict[str, str]:
    """Return the quantities that were typed before the language was changed, by pack number."""
    draft = take(request)
    texts = draft.values.items() if draft else ()
    return {name.removeprefix(_FIELD): values[0] for name, values in texts if name.startswith(_FIELD) and values}


def _refused(request: HttpRequest, typed: Mapping[str, str]) -> dict[str, str]:
    """Say of quantities that are not saved what is wrong with them, by pack number."""
    owner = owner_of(request) if typed else None
    errors = {}
    for line in (line for group in _summary(owner).groups for line in group.lines) if owner else ():
        try:
            OrderRule(moq=line.moq, step=line.step).check(parse_quantity(typed.get(line.sku, str(line.quantity))))
        except DomainError as refusal:
            errors[line.sku] = sentence(refusal)
    return errors


def _page(
    request: HttpRequest, *, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:
    owner = owner_of(request)
    summary = _summary(owner) if owner else None
    typed, errors, sums = typed or {}, errors or {}, sums_of(request)
    groups = []
    for group in summary.groups if summary else []:
        rows = [
            {
                "line": line,
                "value": typed.get(line.sku, line.quantity),
                "error": errors.get(line.sku) or problem_of(line.problem),
                "sum": _sum(sums.get(line.sku), line.quantity),
            }
            for line in group.lines
        ]
        groups.append({"group": group, "rows": rows})
    # Whoever may not order reads that here, beside what she put in, and who may.
    why_not = hindrance(request, buyer_of(request), acts.PLACE_ORDER) if groups else None
    context = {
        "summary": summary,
        "groups": groups,
        "refusal": why_not,
        "nav_current": "basket",
        "carries_typed": bool(groups),
    }
    status = 422 if errors and request.method == "POST" else 200
    return render(request, "storefront/basket.html", context, status=status)


def _sum(numbers: Sequence[int] | None, quantity: int) -> dict[str, Any] | None:
    """Return the two numbers that a quantity was added up from, unless it was changed since."""
    if numbers is None or numbers[2] != quantity:
        return None
    return {"own": numbers[0], "visitors": numbers[1], "choices": sorted(set(numbers[:2]))}


def _summary(owner: BasketOwner) -> BasketSummary:
    return basket_summary(owner, language=get_language() or "en")


def _back_to_good(request: HttpRequest, pack_sku: str, typed: str, refusal: DomainError) -> HttpResponse:
    """Lead to the good's own page with what was typed; it says in each language what is wrong with a quantity."""
    slug = _slug_of(pack_sku)
    if slug is None or not isinstance(refusal, (QuantityNotANumber, QuantityNotOrderable)):
        messages.error(request, sentence(refusal))
    if slug is None:
        return redirect("storefront:goods-list")
    page = reverse("storefront:good-detail", args=[slug])
    return redirect(address(page, [("pack", pack_sku), ("quantity", typed)]))


def _slug_of(pack_sku: str) -> str | None:
    """Return the address of the good that the pack belongs to, None when visitors may not see it."""
    return published().filter(packs__sku=pack_sku).values_list("slug", flat=True).first()
