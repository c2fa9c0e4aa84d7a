"""``python -m tests.integration.search.acts``: what other people do while a test looks on, in a process of its own."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - after the set-up

from marketplace.catalog.models import Category, Good  # noqa: E402 - as above
from marketplace.catalog.services import update_good_texts  # noqa: E402 - as above
from tests.factories.accounts import UserFactory  # noqa: E402 - as above
from tests.factories.catalog import CategoryFactory, PackFactory, PictureFactory  # noqa: E402 - as above
from tests.factories.companies import CompanyFactory  # noqa: E402 - as above
from tests.integration.search.programs import CHANGED, OPERATOR  # noqa: E402 - as above


def fill(goods: int) -> None:
    """Make an operator who may do everything, and goods of a few producers and kinds."""
    operator = UserFactory.create(email=OPERATOR, operator=True)
    EmailAddress.objects.create(user=operator, email=OPERATOR, verified=True, primary=True)
    kinds: list[Category] = CategoryFactory.create_batch(4)
    producers = CompanyFactory.create_batch(4, producer=True)
    for number in range(goods):
        pack = PackFactory.create(
            good__sku=f"HH-PR-{number:05d}", good__category=kinds[number % 4], good__producer=producers[number % 4]
        )
        PictureFactory.create(good=pack.good, file="goods/none.jpg", position=0)


def change(a_minute: int, seconds: int) -> None:
    """Change names at a steady pace, one transaction each; say when each was committed: number, code, instant."""
    goods = list(Good.objects.order_by("pk").values_list("pk", "sku"))
    begun = time.monotonic()
    for number in range(a_minute * seconds // 60):
        time.sleep(max(0.0, begun + number * 60 / a_minute - time.monotonic()))
        pk, sku = goods[number % len(goods)]
        texts = {"name_vi": f"{CHANGED}{number}"}
        update_good_texts(good_id=pk, texts=texts, actor=None, now=datetime.now(UTC))
        sys.stdout.write(f"{number} {sku} {time.monotonic()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    act, *numbers = sys.argv[1:]
    if act == "fill":
        fill(int(numbers[0]))
    else:
        change(*map(int, numbers))
