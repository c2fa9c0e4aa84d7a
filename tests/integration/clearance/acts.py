"""What people do in the market of ``market.py``: ``python -m tests.integration.clearance.acts 500 confirm 12``.

The first number is where the factories begin to count, so that each run has names of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import django
from factory.django import DjangoModelFactory


def confirm(count: str) -> list[str]:
    """Place and confirm so many orders; return the numbers of their parts."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from marketplace.orders.services import confirm_producer_order  # noqa: PLC0415 - after django.setup()
    from tests.factories.accounts import UserFactory  # noqa: PLC0415 - after django.setup()
    from tests.factories.companies import person_of  # noqa: PLC0415 - after django.setup()
    from tests.factories.orders import OrderLineFactory  # noqa: PLC0415 - after django.setup()

    actor = UserFactory.create()
    numbers = []
    for _ in range(int(count)):
        part = OrderLineFactory.create(producer_order__order__placed_by=actor).producer_order
        seller = person_of(part.producer)
        seller.language = "zh-hans"
        seller.save(update_fields=["language"])
        confirm_producer_order(producer_order_id=part.pk, actor=seller, now=timezone.now())
        numbers.append(part.number)
    return numbers


def submit(threads: str) -> list[str]:
    """Submit one checkout form from so many threads; return what each was told."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from marketplace.orders import services  # noqa: PLC0415 - after django.setup()
    from marketplace.orders.models import BasketOwner  # noqa: PLC0415 - after django.setup()
    from marketplace.orders.selectors import basket_summary  # noqa: PLC0415 - after django.setup()
    from tests.concurrency.threads import at_once  # noqa: PLC0415 - after django.setup()
    from tests.factories.catalog import PackFactory  # noqa: PLC0415 - after django.setup()
    from tests.factories.companies import MembershipFactory  # noqa: PLC0415 - after django.setup()

    purchaser = MembershipFactory.create()
    owner = BasketOwner.of_user(purchaser.user)
    services.add_to_basket(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=timezone.now())
    place = partial(
        services.place_order,
        user=purchaser.user,
        company=purchaser.company,
        idempotency_key="key",
        expected_fingerprint=basket_summary(owner, language="vi").fingerprint,
        now=timezone.now(),
    )
    return [str(result) for result in at_once(*[place] * int(threads))]


def pictures(count: str) -> list[int]:
    """Queue so many big pictures of goods, each of its own; return their keys."""
    import io  # noqa: PLC0415 - for this act alone
    import os  # noqa: PLC0415 - for this act alone

    from django.utils import timezone  # noqa: PLC0415 - after django.setup()
    from PIL import Image  # noqa: PLC0415 - for this act alone

    from marketplace.catalog.images import accept_image  # noqa: PLC0415 - after django.setup()
    from marketplace.catalog.services import add_picture  # noqa: PLC0415 - after django.setup()
    from tests.factories.catalog import GoodFactory  # noqa: PLC0415 - after django.setup()

    good, keys = GoodFactory.create(), []
    for _ in range(int(count)):
        noise = Image.frombytes("RGB", (40, 30), os.urandom(40 * 30 * 3)).resize((1600, 1200))
        noise.save(file := io.BytesIO(), "JPEG", quality=80)
        texts = {"alt_zh_hans": "红米", "alt_vi": "Gạo đỏ", "alt_en": "Red rice"}
        picture = add_picture(
            good_id=good.pk, image=accept_image(file.getvalue()), texts=texts, actor=None, now=timezone.now()
        )
        keys.append(picture.pk)
    return keys


def begin_counting_at(number: int) -> None:
    """Let every factory count from ``number`` on."""
    import tests.factories.clearance  # noqa: F401, PLC0415 - loads them all, after django.setup()

    for factory in DjangoModelFactory.__subclasses__():
        factory.reset_sequence(number)


if __name__ == "__main__":
    django.setup()
    begin_counting_at(int(sys.argv[1]))
    acts: dict[str, Callable[..., list[Any]]] = {"confirm": confirm, "pictures": pictures, "submit": submit}
    sys.stdout.write(json.dumps(acts[sys.argv[2]](*sys.argv[3:])))
