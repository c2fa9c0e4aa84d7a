"""The states of a good and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.catalog.errors import GoodTransitionNotAllowed


class GoodStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Awaiting review")
    PUBLISHED = "published", pgettext_lazy("good", "Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # By an operator, who alone can lift it.
    SUSPENDED = "suspended", _("Suspended")


TRANSITIONS: Final[Mapping[GoodStatus, frozenset[GoodStatus]]] = {
    GoodStatus.DRAFT: frozenset({GoodStatus.REVIEW}),
    GoodStatus.REVIEW: frozenset({GoodStatus.PUBLISHED, GoodStatus.DRAFT}),
    GoodStatus.PUBLISHED: frozenset({GoodStatus.WITHDRAWN, GoodStatus.SUSPENDED}),
    GoodStatus.WITHDRAWN: frozenset({GoodStatus.REVIEW}),
    GoodStatus.SUSPENDED: frozenset({GoodStatus.PUBLISHED}),
}


def ensure_allowed(source: GoodStatus, target: GoodStatus, *, only_from: GoodStatus | None = None) -> None:
    """Raise GoodTransitionNotAllowed unless ``source`` may become ``target``; by an act that goes one way of several
    there, unless it is ``only_from``.
    """
    if target not in TRANSITIONS[source] or (only_from and source != only_from):
        raise GoodTransitionNotAllowed(source=source.value, target=target.value)
