"""Changes to a person's account that allauth does not make."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.audit.services import record_event


@transaction.atomic
def update_profile(*, user_id: int, name: str, language: str, now: datetime, time_zone: str = "") -> User:
    """Change a person's name, the language of her mails and the zone in which she is told the time.

    Args:
        user_id: primary key of the person, who is also the actor.
        name: as she writes it, at most 120 characters.
        language: ``zh-hans``, ``vi`` or ``en``; the database refuses others.
        time_zone: one of ``kernel.zones.ZONES``, empty for that of her language; the database refuses others.
        now: present instant, aware UTC.
    Raises:
        User.DoesNotExist: no such account.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    user.name, user.language, user.time_zone = name, language, time_zone
    user.save(update_fields=["name", "language", "time_zone"])
    record_event(
        verb="account.profile.changed",
        subject=user,
        actor=user.pk,
        actor_label=str(user),
        at=now,
        data={"language": language, "time_zone": time_zone},
    )
    return user
