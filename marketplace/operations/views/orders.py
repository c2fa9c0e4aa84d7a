"""All orders of the market, and the payments that came for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.clearance.selectors import hand_offs_of
from marketplace.clearance.timeline import steps
from marketplace.kernel.ids import typed_number
from marketplace.kernel.languages import SUFFIXES
from marketplace.kernel.money import to_minor
from marketplace.kernel.refusals import sentence, status_of
from marketplace.kernel.text import clean
from marketplace.operations.access import for_operators
from marketplace.operations.forms import AnswerForm, TransferForm
from marketplace.orders import services
from marketplace.orders.errors import AnswerDayNotPossible
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.states import OrderStatus, ProducerOrderStatus, TransitionNotAllowed
from marketplace.payments import services as payments
from marketplace.payments.errors import AmountDiffers, CurrencyDiffers, TransferNotAwaited
from marketplace.payments.models import BankTransfer, TransferStatus
from marketplace.web.methods import post_from

PAGE_SIZE: Final = 50
SHOWS: Final = (
    ("", gettext_lazy("All orders")),
    ("overdue", gettext_lazy("Past their answer’s day")),
    ("unreached", gettext_lazy("Producer cannot be reached")),
    ("waiting", gettext_lazy("Wait for their producer")),
    ("verification", gettext_lazy("Wait for the verification of their buyer")),
    ("unpaid", gettext_lazy("Payment awaited")),
)


@for_operators("orders.view_order")
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """List orders, those past their answer's day first, then the newest; ``q`` finds by number, payment reference or
    buyer, ``show`` what waits.
    """
    orders = (
        Order.objects.for_operations()
        .select_related("buyer", "bank_transfer")
        .prefetch_related("producer_orders__producer")
    )
    text = clean(request.GET.get("q", ""), limit=60).strip()
    if text:
        orders = orders.filter(_matches(text))
    show, now = request.GET.get("show", ""), timezone.now()
    waiting = ProducerOrder.objects.for_operations().filter(order=OuterRef("pk"), status=ProducerOrderStatus.PLACED)
    overdue = Exists(waiting.filter(answer_due_at__lte=now))
    if show == "waiting":
        orders = orders.filter(Exists(waiting))
    elif show == "overdue":
        orders = orders.filter(overdue)
    elif show == "unreached":
        orders = orders.filter(Exists(waiting.filter(told_at__isnull=True, alarmed_at__isnull=False)))
    elif show == "verification":
        orders = orders.filter(status=OrderStatus.AWAITING_VERIFICATION)
    elif show == "unpaid":
        orders = orders.filter(bank_transfer__status=TransferStatus.AWAITED)
    page = Paginator(orders.order_by(overdue.desc(), "-placed_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "show": show, "shows": SHOWS, "now": now}
    return render(request, "operations/order_list.html", context)


def _matches(text: str) -> Q:
    """Return what ``text`` may stand for: a number or a payment reference, however written, or a buyer's name."""
    names = Q(buyer__legal_name__icontains=text)
    for suffix in SUFFIXES:
        names |= Q(**{f"buyer__name_{suffix}__icontains": text})
    number = typed_number(text).partition("-")[0]
    if not number:
        return names
    return names | Q(number__startswith=number) | Q(bank_transfer__reference__startswith=number)


@for_operators("orders.view_order")
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one order: who, what, payment, and each part's way over the border."""
    order = _load(number)
    return _detail(request, order, _transfer_form(order))


@for_operators("payments.change_banktransfer")
@post_from("operations:order-detail", "number")
def transfer_received(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the buyer's transfer stands on the account."""
    order, form = _load(number), TransferForm(request.POST)
    transfer: BankTransfer | None = getattr(order, "bank_transfer", None)
    if transfer is None:
        raise Http404
    if not form.is_valid():
        return _detail(request, order, form, status=422)
    try:
        payments.record_transfer_received(
            transfer_id=transfer.pk,
            actor=cast(User, request.user),
            amount_minor=to_minor(form.cleaned_data["amount"], transfer.currency),
            currency=form.cleaned_data["currency"],
            bank_note=form.cleaned_data["bank_note"],
            now=timezone.now(),
        )
    except (AmountDiffers, CurrencyDiffers) as refusal:
        form.add_error("amount" if isinstance(refusal, AmountDiffers) else "currency", sentence(refusal))
        return _detail(request, order, form, status=status_of(refusal))
    except TransferNotAwaited as refusal:
        messages.error(request, sentence(refusal))
        return redirect("operations:order-detail", number=number)
    messages.success(request, _("The payment of order %(number)s is recorded.") % {"number": number})
    return redirect("operations:order-detail", number=number)


@for_operators("orders.change_producerorder")
@post_from("operations:order-detail", "number")
def part_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a producer's answer for her, as it was told; ``number`` is the part's."""
    order = _load(number)
    part = next((one for one in order.producer_orders.all() if one.number == number), None)
    if part is None:
        raise Http404
    form = AnswerForm(request.POST, prefix=part.number)
    if not form.is_valid():
        return _detail(request, order, _transfer_form(order), answers={part.number: form}, status=422)
    try:
        _answer(part, form.cleaned_data, cast(User, request.user))
    except AnswerDayNotPossible as refusal:
        form.add_error("answered_on", sentence(refusal))
        return _detail(request, order, _transfer_form(order), answers={part.number: form}, status=422)
    except TransitionNotAllowed as refusal:
        messages.error(request, sentence(refusal))
    else:
        said = _("The answer of %(producer)s to %(number)s is entered.")
        messages.success(request, said % {"producer": part.producer, "number": number})
    return redirect("operations:order-detail", number=order.number)


def _answer(part: ProducerOrder, facts: dict[str, Any], actor: User) -> None:
    told, now = services.Told(source=facts["source"], on=facts["answered_on"]), timezone.now()
    if facts["answer"] == "confirm":
        services.confirm_producer_order(producer_order_id=part.pk, actor=actor, now=now, told=told)
    else:
        services.decline_producer_order(
            producer_order_id=part.pk, reason=facts["reason"], actor=actor, now=now, told=told
        )


def _answer_form(part: ProducerOrder, failed: Mapping[str, AnswerForm]) -> AnswerForm | None:
    """Return the form for a part that waits, None for any other."""
    if part.status != ProducerOrderStatus.PLACED:
        return None
    today = timezone.localdate()
    return failed.get(part.number) or AnswerForm(prefix=part.number, initial={"answered_on": today})


def _transfer_form(order: Order) -> TransferForm:
    return TransferForm(initial={"currency": order.currency})


def _load(number: str) -> Order:
    orders = Order.objects.for_operations().select_related("buyer", "placed_by", "bank_transfer")
    parts = (
        "producer_orders__producer",
        "producer_orders__answer_entered_by",
        "producer_orders__lines__pack__good__unit",
    )
    return get_object_or_404(orders.prefetch_related(*parts).numbered(number))


def _detail(
    request: HttpRequest,
    order: Order,
    form: TransferForm,
    answers: Mapping[str, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    hand_offs = hand_offs_of(order.producer_orders.all())
    may_answer = request.user.has_perm("orders.change_producerorder")
    parts = [
        {
            "order": part,
            "steps": steps(part, hand_offs.get(part.pk)),
            "answer": _answer_form(part, answers or {}) if may_answer else None,
        }
        for part in order.producer_orders.all()
    ]
    transfer: BankTransfer | None = getattr(order, "bank_transfer", None)
    return render(
        request,
        "operations/order_detail.html",
        {"order": order, "parts": parts, "transfer": transfer, "form": form, "now": timezone.now()},
        status=status,
    )
