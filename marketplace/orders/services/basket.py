"""Fill and empty a basket. Every act locks the basket's row, so two at once add up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from marketplace.catalog.models import Pack
from marketplace.kernel.quantities import MAX_QUANTITY, OrderRule
from marketplace.orders.errors import BasketFull
from marketplace.orders.models import Basket, BasketLine, BasketOwner
from marketplace.orders.orderability import ensure_orderable
from marketplace.orders.selectors.basket import CURRENCY
from marketplace.pricing.selectors import pack_prices

if TYPE_CHECKING:
    from marketplace.accounts.models import User

MAX_LINES: Final = 500
# One customs message carries one producer's order, of at most 100 lines. Source: message edition 2022-05.
MAX_LINES_PER_PRODUCER: Final = 100


def new_token() -> str:
    """Return a secret for a visitor's basket: 43 characters, 256 bits."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class MergedLine:
    """Packs that lay in both baskets: how many in the person's, in the visitor's, and now."""

    sku: str
    own: int
    visitors: int
    now: int


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of two baskets; ``sums``: the lines that were in both."""

    basket: Basket
    sums: tuple[MergedLine, ...]


@transaction.atomic
def add_to_basket(*, owner: BasketOwner, pack_sku: str, quantity: int, now: datetime) -> BasketLine:
    """Put packs into the basket, beside those of the same kind that lie there already.

    Args:
        owner: whose basket; made when it is not there.
        pack_sku: which pack.
        quantity: how many packs; alone it must be orderable. The sum is rounded up to what can be ordered.
        now: present instant, aware UTC.
    Returns:
        The line; its ``quantity`` is what the basket holds now.
    Raises:
        Pack.DoesNotExist: no such pack.
        GoodNotOrderable: unpublished, by enquiry only, sold out, or without a price.
        QuantityNotOrderable: under the minimum or off the step; carries the nearest.
        BasketFull: too many lines.
    """
    basket = _locked(owner, now=now)
    pack = _pack(pack_sku, quantity=quantity)
    line = basket.lines.filter(pack=pack).first()
    if line is None:
        _ensure_room(basket, pack)
        line = BasketLine(basket=basket, pack=pack, quantity=0, added_at=now)
    line.quantity = rounded_up(pack.rule, line.quantity + quantity)
    line.save()
    _touch(basket, now=now)
    return line


@transaction.atomic
def set_quantity(*, owner: BasketOwner, pack_sku: str, quantity: int, now: datetime) -> BasketLine:
    """Change how many packs of one kind lie in the basket.

    Raises:
        BasketLine.DoesNotExist: none of this kind lies there.
        GoodNotOrderable, QuantityNotOrderable: as for ``add_to_basket``; the line stays as it was.
    """
    basket = _locked(owner, now=now)
    line = basket.lines.get(pack__sku=pack_sku)
    _pack(pack_sku, quantity=quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    _touch(basket, now=now)
    return line


@transaction.atomic
def put_line(*, owner: BasketOwner, pack_sku: str, quantity: int, now: datetime) -> BasketLine:
    """Have exactly so many packs of one kind in the basket, whether some lay there before or not.

    The same call again changes nothing: for callers that repeat a request whose answer was lost.

    Raises:
        Pack.DoesNotExist, GoodNotOrderable, QuantityNotOrderable, BasketFull: as for ``add_to_basket``.
    """
    basket = _locked(owner, now=now)
    pack = _pack(pack_sku, quantity=quantity)
    line = basket.lines.filter(pack=pack).first()
    if line is None:
        _ensure_room(basket, pack)
        line = BasketLine(basket=basket, pack=pack, quantity=0, added_at=now)
    line.quantity = quantity
    line.save()
    _touch(basket, now=now)
    return line


@transaction.atomic
def remove_line(*, owner: BasketOwner, pack_sku: str, now: datetime) -> bool:
    """Take a line out of the basket. Returns whether there was one: a second click is no error."""
    basket = _locked(owner, now=now)
    removed, _ = basket.lines.filter(pack__sku=pack_sku).delete()
    _touch(basket, now=now)
    return bool(removed)


def forget_baskets(*, tokens: Sequence[str]) -> None:
    """Delete visitors' baskets by their secrets, with what lies in them (3 queries, however many)."""
    if tokens:
        Basket.objects.filter(token__in=tokens).delete()


@transaction.atomic
def merge_baskets(*, token: str, user: User, now: datetime) -> Merge | None:
    """Give a visitor's basket to the person she turns out to be; nothing that she chose is lost.

    Packs in both are summed and rounded up to what can be ordered. The visitor's basket is gone afterwards.

    Args:
        token: secret of the visitor's basket.
        user: who signed in.
        now: present instant, aware UTC.
    Returns:
        The person's basket, and what was summed up in it; None when the visitor had none.
    """
    if not Basket.objects.filter(token=token).exists():
        return None
    Basket.objects.get_or_create(user=user, defaults={"created_at": now, "updated_at": now})
    # Both at once, in the order of their keys: the other way round two sign-ins could wait for each other.
    locked = Basket.objects.select_for_update().filter(Q(token=token) | Q(user=user)).order_by("pk")
    baskets = {basket.token: basket for basket in locked}
    own, visitors = baskets[None], baskets.get(token)
    if visitors is None:
        return Merge(own, ())
    own_lines = {line.pack_id: line for line in own.lines.select_related("pack")}
    given = visitors.lines.select_related("pack").order_by("added_at", "pk")
    sums = [_give(line, to=own, beside=own_lines.get(line.pack_id)) for line in given]
    visitors.delete()
    _touch(own, now=now)
    return Merge(own, tuple(one for one in sums if one is not None))


def rounded_up(rule: OrderRule, quantity: int) -> int:
    """Return the least orderable quantity that is not under ``quantity``; beyond the greatest, that one."""
    if rule.allows(quantity):
        return quantity
    lower, upper = rule.nearest(min(quantity, MAX_QUANTITY))
    return upper or lower or rule.moq


def _give(line: BasketLine, *, to: Basket, beside: BasketLine | None) -> MergedLine | None:
    if beside is None:
        line.basket = to
        line.save(update_fields=["basket"])
        return None
    before = beside.quantity
    beside.quantity = rounded_up(line.pack.rule, beside.quantity + line.quantity)
    beside.save(update_fields=["quantity"])
    return MergedLine(sku=line.pack.sku, own=before, visitors=line.quantity, now=beside.quantity)


def _locked(owner: BasketOwner, *, now: datetime) -> Basket:
    basket, _ = Basket.objects.get_or_create(
        user_id=owner.user_id, token=owner.token, defaults={"created_at": now, "updated_at": now}
    )
    return Basket.objects.select_for_update().get(pk=basket.pk)


def _touch(basket: Basket, *, now: datetime) -> None:
    basket.updated_at = now
    basket.save(update_fields=["updated_at"])


def _pack(sku: str, *, quantity: int) -> Pack:
    pack = Pack.objects.select_related("good__producer").get(sku=sku)
    table = pack_prices([pack.pk], currency=CURRENCY).get(pack.pk)
    ensure_orderable(pack, quantity=quantity, has_price=bool(table and table.price_for(quantity) is not None))
    return pack


def _ensure_room(basket: Basket, pack: Pack) -> None:
    if basket.lines.count() >= MAX_LINES:
        raise BasketFull(limit=MAX_LINES, per_producer=False)
    if basket.lines.filter(pack__good__producer_id=pack.good.producer_id).count() >= MAX_LINES_PER_PRODUCER:
        raise BasketFull(limit=MAX_LINES_PER_PRODUCER, per_producer=True)
