"""Orders as buyers and producers see them: only their own."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from marketplace.companies.models import Company
from marketplace.orders.models import Order, OrderLine, ProducerOrder
from marketplace.orders.states import ProducerOrderStatus


def orders_of_buyer(company: Company, *, with_lines: bool = False) -> QuerySet[Order]:
    """Return a buyer company's orders, newest first, with their parts, and lines if asked (2 or 3 queries a page)."""
    orders = Order.objects.of_buyer(company).select_related("placed_by")
    return orders.prefetch_related(_parts(with_lines=with_lines)).order_by("-placed_at", "-pk")


def order_of_buyer(company: Company, number: str) -> Order:
    """Return one order with its parts, their producers and lines in order (3 queries).

    Args:
        company: the buyer.
        number: of the order or of one of its parts, as stored (``kernel.ids.typed_number``).
    Raises:
        Order.DoesNotExist: no such order, or not of this company.
    """
    return whole_order(Order.objects.of_buyer(company).numbered(number))


def whole_order(orders: QuerySet[Order], **which: object) -> Order:
    """Return one of ``orders`` with buyer, who placed it, parts, their producers and lines in order (3 queries).

    Raises:
        Order.DoesNotExist: there is none.
    """
    found = orders.select_related("placed_by", "buyer").prefetch_related(_parts(with_lines=True))
    return found.get(**which)


def producer_orders_of(company: Company, *, status: str | None = None) -> QuerySet[ProducerOrder]:
    """Return a producer's orders, newest first, with order, buyer and lines (2 queries for a page)."""
    parts = ProducerOrder.objects.of_producer(company).select_related("order__buyer", "producer")
    if status:
        parts = parts.filter(status=status)
    return parts.prefetch_related(_lines()).order_by("-placed_at", "-pk")


def producer_order_of(company: Company, number: str) -> ProducerOrder:
    """Return one order of a producer with its lines (2 queries).

    Raises:
        ProducerOrder.DoesNotExist: no such order, or not of this producer.
    """
    return whole_part(ProducerOrder.objects.of_producer(company).numbered(number))


def order_of_anybody(number: str) -> Order | None:
    """Return an order whoever's it is: to write into the audit trail who reached for it, and for nothing else."""
    return Order.objects.for_operations().numbered(number).first()


def producer_order_of_anybody(number: str) -> ProducerOrder | None:
    """Return a producer's order whoever's it is: as ``order_of_anybody``."""
    return ProducerOrder.objects.for_operations().select_related("order").numbered(number).first()


def waiting_count(company: Company) -> int:
    """Return how many orders wait for this producer's answer (1 query)."""
    return ProducerOrder.objects.of_producer(company).filter(status=ProducerOrderStatus.PLACED).count()


def whole_part(parts: QuerySet[ProducerOrder], **which: object) -> ProducerOrder:
    """Return one of ``parts`` with its order, both companies, who placed it, and lines in order (2 queries).

    Raises:
        ProducerOrder.DoesNotExist: there is none.
    """
    found = parts.select_related("order__buyer", "order__placed_by", "producer", "answer_entered_by").prefetch_related(
        _lines()
    )
    return found.get(**which)


def _parts(*, with_lines: bool) -> Prefetch[str, QuerySet[ProducerOrder], str]:
    parts = ProducerOrder.objects.for_operations().select_related("producer", "answer_entered_by").order_by("pk")
    return Prefetch("producer_orders", parts.prefetch_related(_lines()) if with_lines else parts)


def _lines() -> Prefetch[str, QuerySet[OrderLine], str]:
    return Prefetch("lines", OrderLine.objects.select_related("pack__good__unit").order_by("position"))
