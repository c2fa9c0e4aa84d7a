from __future__ import annotations

import pytest

from marketplace.accounts.models import User
from tests.factories.accounts import UserFactory


@pytest.fixture
def actor(db: None) -> User:
    """An operator who may change goods; what a producer's people may is in ``test_rights.py``."""
    user: User = UserFactory.create(operator=True)
    return user
