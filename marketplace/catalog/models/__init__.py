"""What is sold, and what operators decided about it."""

from marketplace.catalog.models.decisions import GoodDecision, GoodVerdict, LastPublished
from marketplace.catalog.models.goods import (
    Availability,
    Category,
    Good,
    GoodQuerySet,
    GoodStatus,
    Ordering,
    Pack,
    Picture,
    StorefrontRevision,
    season_mask,
)

__all__ = [
    "Availability",
    "Category",
    "Good",
    "GoodDecision",
    "GoodQuerySet",
    "GoodStatus",
    "GoodVerdict",
    "LastPublished",
    "Ordering",
    "Pack",
    "Picture",
    "StorefrontRevision",
    "season_mask",
]
