from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from marketplace.accounts.models import User
from marketplace.catalog.images import AcceptedImage, own_image
from marketplace.catalog.models import Good, StorefrontRevision
from marketplace.catalog.selectors import storefront_revision
from marketplace.outbox.models import OutboxMessage
from tests.factories.accounts import UserFactory


def jpeg(*, width: int = 400, height: int = 400, colour: str = "brown") -> AcceptedImage:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return own_image(buffer.getvalue())


def revision() -> int:
    return storefront_revision()


def told() -> list[str]:
    """The numbers of the goods that the search was told about, in order."""
    messages = OutboxMessage.objects.filter(topic="catalog.good.changed").order_by("pk")
    return [message.payload["sku"] for message in messages]


@pytest.fixture
def unchanged(db: None) -> Callable[[Good], bool]:
    """Tells whether nothing of a good, of the outbox and of the storefront has changed since the test began."""
    started = StorefrontRevision.objects.values_list("value", flat=True).first()

    def is_unchanged(good: Good) -> bool:
        kept = Good.objects.filter(pk=good.pk).values().get()
        same = all(getattr(good, name) == value for name, value in kept.items())
        return same and not told() and started == StorefrontRevision.objects.values_list("value", flat=True).first()

    return is_unchanged


@pytest.fixture
def actor(db: None) -> User:
    """An operator who may change goods; what a producer's people may is in ``test_rights.py``."""
    user: User = UserFactory.create(operator=True)
    return user
