"""A purchaser with a basket, and what the checkout would show her."""

from __future__ import annotations

import pytest

from marketplace.companies.models import Membership
from marketplace.orders.models import BasketOwner
from tests.factories.companies import MembershipFactory


@pytest.fixture
def purchaser(db: None) -> Membership:
    """Somebody who may order for her company."""
    return MembershipFactory.create()


@pytest.fixture
def owner(purchaser: Membership) -> BasketOwner:
    return BasketOwner.of_user(purchaser.user)
