"""How a good is packed, and whether it is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.catalog import acts
from marketplace.catalog.errors import FieldsInvalid
from marketplace.catalog.models import Availability, Good, GoodStatus, Pack
from marketplace.catalog.services.fields import assign, columns
from marketplace.catalog.services.trace import locked_for, save_change
from marketplace.kernel.quantities import MAX_QUANTITY

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act

TEXTS = columns("name")


@transaction.atomic
def add_pack(
    *,
    good_id: int,
    suffix: str,
    position: int,
    texts: Mapping[str, str],
    content: Decimal,
    net_kg: Decimal,
    gross_kg: Decimal,
    measures_cm: tuple[Decimal, Decimal, Decimal],
    per_pallet: int,
    moq: int,
    step: int,
    actor: User | None,
    now: datetime,
) -> Pack:
    """Add a pack to a good. Nobody can order it before ``pricing`` gives it a price.

    Args:
        good_id: primary key.
        suffix: 1 to 4 characters; the pack's number is the good's with it.
        position: 0 is the main pack; unique in the good.
        texts: ``name_zh_hans``, ``name_vi``, ``name_en``.
        content: how much of the good's unit one pack holds.
        net_kg: weight without any packing; ``gross_kg`` with it.
        gross_kg: see ``net_kg``.
        measures_cm: length, width, height.
        per_pallet: packs on one pallet.
        moq: least packs of an order.
        step: an order is the minimum, or so many more.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not.
        FieldsInvalid, FieldsNotEditable: a text that cannot be kept; minimum or step out of range.
        IntegrityError: number or position taken, or measures that contradict each other.
    """
    good = locked_for(good_id, actor=actor, act=acts.EDIT_GOOD)
    ensure_rule(moq=moq, step=step)
    length, width, height = measures_cm
    pack = Pack(
        good=good,
        sku=f"{good.sku}-{suffix}",
        position=position,
        content=content,
        net_kg=net_kg,
        gross_kg=gross_kg,
        length_cm=length,
        width_cm=width,
        height_cm=height,
        per_pallet=per_pallet,
        moq=moq,
        step=step,
    )
    assign(pack, texts, allowed=TEXTS)
    pack.save(force_insert=True)
    fields = _refresh(good)
    if good.status != GoodStatus.PUBLISHED and good.price_from is not None:
        # A draft with an unpriced pack is not complete; a published good goes on selling its other packs.
        good.price_from = good.price_to = None
        fields += ["price_from", "price_to"]
    _save(good, fields, "good.pack.added", {"pack": pack.sku}, actor, now)
    return pack


@transaction.atomic
def update_pack_texts(*, pack_id: int, texts: Mapping[str, str], actor: User | None, now: datetime) -> Pack:
    """Change the names of a pack. Errors as ``update_good_texts``; Pack.DoesNotExist: no such pack."""
    good, pack = locked_pack(pack_id, actor=actor, act=acts.EDIT_GOOD)
    changed = assign(pack, texts, allowed=TEXTS)
    if changed:
        pack.save(update_fields=changed)
        _save(good, [], "good.pack.changed", {"pack": pack.sku, "fields": sorted(changed)}, actor, now)
    return pack


@transaction.atomic
def set_order_rule(*, pack_id: int, moq: int, step: int, actor: User | None, now: datetime) -> Pack:
    """Change minimum and step of a pack, in packs. For ``pricing``, which keeps the first price at the minimum.

    Raises:
        Pack.DoesNotExist: no such pack.
        FieldsInvalid: one of them is under 1 or over the greatest quantity.
    """
    ensure_rule(moq=moq, step=step)
    good, pack = locked_pack(pack_id, actor=actor, act=acts.EDIT_GOOD)
    before = {"moq": pack.moq, "step": pack.step}
    pack.moq, pack.step = moq, step
    pack.save(update_fields=["moq", "step"])
    data = {"pack": pack.sku, "from": before, "to": {"moq": moq, "step": step}}
    _save(good, _refresh(good), "good.pack.rule.changed", data, actor, now)
    return pack


@transaction.atomic
def set_availability(*, pack_id: int, availability: Availability, actor: User | None, now: datetime) -> Pack:
    """Say whether a pack is in stock.

    Args:
        pack_id: primary key.
        availability: the new state; setting the present one again changes nothing.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Raises:
        Pack.DoesNotExist: no such pack.
        NotPermitted: ``actor`` may not.
    """
    good, pack = locked_pack(pack_id, actor=actor, act=acts.CHANGE_STOCK)
    if pack.availability == availability:
        return pack
    data = {"pack": pack.sku, "from": str(pack.availability), "to": str(availability)}
    pack.availability = availability
    pack.save(update_fields=["availability"])
    _save(good, _refresh(good), "good.pack.availability.changed", data, actor, now)
    return pack


def locked_pack(pack_id: int, *, actor: User | None, act: Act) -> tuple[Good, Pack]:
    """Return a pack's good and the pack, both rows locked, always in this order, for somebody who may do ``act``.

    Raises:
        Pack.DoesNotExist: no such pack.
        NotPermitted: ``actor`` may not do this for its producer; None is the system, which may.
    """
    good = locked_for(Pack.objects.values_list("good_id", flat=True).get(pk=pack_id), actor=actor, act=act)
    return good, Pack.objects.select_for_update().get(pk=pack_id)


def ensure_rule(*, moq: int, step: int) -> None:
    """Raise FieldsInvalid unless packs can be ordered by this rule: ``moq``, ``moq + step``, ``moq + 2 * step`` …"""
    errors = {name: "out_of_range" for name, value in (("moq", moq), ("step", step)) if not 1 <= value <= MAX_QUANTITY}
    if errors:
        raise FieldsInvalid(errors=errors)


def _refresh(good: Good) -> list[str]:
    """Set what a good keeps of its packs; return the columns."""
    packs = list(good.packs.order_by("position"))
    in_stock = [pack for pack in packs if pack.availability != Availability.SOLD_OUT]
    good.is_sold_out = bool(packs) and not in_stock
    good.entry_pack = min(in_stock or packs, key=lambda pack: pack.moq * pack.content, default=None)
    good.min_quantity = good.entry_pack.moq * good.entry_pack.content if good.entry_pack else None
    return ["entry_pack", "min_quantity", "is_sold_out"]


def _save(
    good: Good, fields: list[str], verb: str, data: Mapping[str, object], actor: User | None, now: datetime
) -> None:
    is_seen = good.status == GoodStatus.PUBLISHED
    save_change(good, fields=fields, verb=verb, data=data, actor=actor, now=now, is_seen=is_seen)
