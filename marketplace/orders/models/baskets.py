"""What somebody means to order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q

from marketplace.catalog.models import Pack
from marketplace.kernel.quantities import MAX_QUANTITY

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class BasketOwner:
    """Whose basket: a user's, or a visitor's who holds its secret."""

    user_id: int | None = None
    token: str | None = None

    @classmethod
    def of_user(cls, user: User) -> BasketOwner:
        """Return the owner of a signed-in person's basket."""
        return cls(user_id=user.pk)

    @classmethod
    def of_visitor(cls, token: str) -> BasketOwner:
        """Return the owner of the basket that belongs to a session's secret."""
        return cls(token=token)


class BasketQuerySet(models.QuerySet["Basket"]):
    def of_owner(self, owner: BasketOwner) -> BasketQuerySet:
        """Return the one basket of ``owner``, if there is one: the only way into it."""
        if owner.user_id is not None:
            return self.filter(user_id=owner.user_id)
        return self.filter(token=owner.token) if owner.token else self.none()


class Basket(models.Model):
    """What somebody means to order: of a signed-in user, or of a visitor by the secret ``token`` in the session."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="basket"
    )
    token = models.CharField(max_length=43, unique=True, null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Basket]] = BasketQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, token__isnull=True) | Q(user__isnull=True, token__isnull=False),
                name="basket_belongs_to_a_user_or_a_visitor",
            ),
        )

    def __str__(self) -> str:
        return f"basket {self.pk}"


class BasketLineQuerySet(models.QuerySet["BasketLine"]):
    def of_visitor(self, token: str) -> BasketLineQuerySet:
        """Return the lines of the basket that belongs to a session's secret."""
        return self.filter(basket__token=token) if token else self.none()

    def of_user(self, user: User | OuterRef) -> BasketLineQuerySet:
        """Return the lines of a signed-in person's basket."""
        return self.filter(basket__user=user)  # type: ignore[misc]  # the plugin does not know outer references


class BasketLine(models.Model):
    """``quantity`` in packs.

    It may be off the rule for a while (a producer changed it): the order is then refused with the reason.
    """

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")  # a line is nothing without it
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    objects: ClassVar[models.Manager[BasketLine]] = BasketLineQuerySet.as_manager()

    if TYPE_CHECKING:
        pack_id: int
        basket_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["basket", "pack"], name="basket_line_unique_per_pack"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="basket_line_quantity_is_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.pack_id}"
