"""Hand a basket over to a phone, and take it there."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from marketplace.kernel.errors import DomainError
from marketplace.kernel.ids import ALPHABET
from marketplace.kiosk.errors import HandedBasketGone, NothingToHandOver
from marketplace.kiosk.models import HandedBasket, HandedLine
from marketplace.orders.models import BasketOwner
from marketplace.orders.selectors.basket import basket_summary
from marketplace.orders.services import basket as baskets

VALID_FOR: Final = timedelta(hours=2)
CODE_LENGTH: Final = 10  # 50 bits: not to be guessed within two hours
MAX_TYPED: Final = 40  # with dashes and spaces
# As people mistype them, by Crockford's rule.
CONFUSED: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


@transaction.atomic
def hand_over(*, owner: BasketOwner, language: str, now: datetime) -> HandedBasket:
    """Copy the kiosk's basket under a new code.

    Args:
        owner: the kiosk visitor.
        language: hers; the phone goes on in it.
        now: present instant, aware UTC; the code holds for two hours.
    Raises:
        NothingToHandOver: the basket is empty.
    """
    items = basket_summary(owner, language=language, with_pictures=False).items
    if not items:
        raise NothingToHandOver
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    handed = HandedBasket.objects.create(code=code, language=language, created_at=now, expires_at=now + VALID_FOR)
    HandedLine.objects.bulk_create(
        HandedLine(handed_basket=handed, pack_id=item.pack.pk, quantity=item.quantity) for item in items
    )
    return handed


def find(*, code: str, now: datetime) -> HandedBasket:
    """Return a hand-over by its code as people type it.

    Raises:
        HandedBasketGone: none of this code, or its time is over.
    """
    plain = code.upper().translate(CONFUSED) if len(code) <= MAX_TYPED else ""
    handed = HandedBasket.objects.filter(code=plain, expires_at__gt=now).first() if plain.isalnum() else None
    if handed is None:
        raise HandedBasketGone
    return handed


@transaction.atomic
def take(*, code: str, owner: BasketOwner, now: datetime) -> HandedBasket:
    """Put what was handed over into the phone's own basket. Taking it again changes nothing.

    Prices are those of the market; what can no longer be ordered is left out.

    Raises:
        HandedBasketGone: none of this code, or its time is over.
    """
    handed = find(code=code, now=now)
    items = basket_summary(owner, language=handed.language, with_pictures=False).items
    present = {item.pack.pk: item.quantity for item in items}
    for line in handed.lines.select_related("pack").order_by("pk"):
        _put(line, owner=owner, present=present.get(line.pack_id, 0), now=now)
    return handed


def _put(line: HandedLine, *, owner: BasketOwner, present: int, now: datetime) -> None:
    if present >= line.quantity:
        return
    with suppress(DomainError), transaction.atomic():
        baskets.put_line(owner=owner, pack_sku=line.pack.sku, quantity=line.quantity, now=now)
