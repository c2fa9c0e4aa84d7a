"""People."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from marketplace.accounts.models import User

PASSWORD = "Ruong-Bac-Thang-1234"


class UserFactory(DjangoModelFactory[User]):
    """A buyer's person who reads Vietnamese; signs in with ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Nguyễn Thị Lan {n}")
    language = "vi"
    password = factory.django.Password(PASSWORD)

    class Params:
        operator = factory.Trait(is_staff=True, is_superuser=True, language="zh-hans")
        demo = factory.Trait(is_demo=True)
