"""What this room itself checks before an order is placed. None of it asks the database."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from marketplace.catalog.models import Availability, Pack
from marketplace.catalog.states import GoodStatus
from marketplace.companies.models import CompanyKind
from marketplace.companies.states import CompanyStatus
from marketplace.orders import acts, checks
from marketplace.orders.checks import WHOLE, Answer, Question
from marketplace.orders.errors import Problem


def register_all() -> None:
    """Register them; of several faults the first in this order is told."""
    checks.register("capacity", of_buyer)
    checks.register("verification", of_verification)
    checks.register("role", of_role)
    checks.register("offer", _of_pack("unpublished", is_offered))
    checks.register("licence", _of_pack("enquiry", lambda pack: pack.good.is_orderable))
    checks.register("stock", _of_pack("sold_out", lambda pack: pack.availability != Availability.SOLD_OUT))
    checks.register("quantity", of_quantity)
    checks.register("price", of_price)


def of_buyer(question: Question) -> Answer:
    """Only a buyer orders."""
    is_other = question.buyer is not None and question.buyer.kind != CompanyKind.BUYER
    return {WHOLE: Problem(sku="", reason="not_a_buyer")} if is_other else {}


def of_verification(question: Question) -> Answer:
    """A company that is suspended or was refused does not order; nor one unverified where a setting says so."""
    status = question.buyer.status if question.buyer else CompanyStatus.VERIFIED
    if status in {CompanyStatus.SUSPENDED, CompanyStatus.REFUSED}:
        return {WHOLE: Problem(sku="", reason=status)}
    if status != CompanyStatus.VERIFIED and not settings.ORDER_BEFORE_VERIFICATION:
        return {WHOLE: Problem(sku="", reason="unverified")}
    return {}


def of_role(question: Question) -> Answer:
    """Who commits the buyer has a role that may."""
    is_refused = question.member is not None and not question.member.may(acts.PLACE_ORDER)
    return {WHOLE: Problem(sku="", reason="role")} if is_refused else {}


def of_quantity(question: Question) -> Answer:
    """So many packs can be ordered; else the nearest quantities are told."""
    found: dict[int | None, Problem] = {}
    for line in question.lines:
        if not line.pack.rule.allows(line.quantity):
            lower, upper = line.pack.rule.nearest(line.quantity)
            found[line.key] = Problem(sku=line.pack.sku, reason="quantity", lower=lower, upper=upper)
    return found


def of_price(question: Question) -> Answer:
    """There is a price for so many."""
    lines = [line for line in question.lines if not line.has_price]
    return {line.key: Problem(sku=line.pack.sku, reason="no_price") for line in lines}


def is_offered(pack: Pack) -> bool:
    """Tell whether the good is on the market, and its producer too."""
    return pack.good.status == GoodStatus.PUBLISHED and pack.good.producer.status == CompanyStatus.VERIFIED


def _of_pack(reason: str, holds: Callable[[Pack], bool]) -> checks.Check:
    def check(question: Question) -> Answer:
        lines = [line for line in question.lines if not holds(line.pack)]
        return {line.key: Problem(sku=line.pack.sku, reason=reason) for line in lines}

    return check
