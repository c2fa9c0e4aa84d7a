"""People who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.kernel.emails import email_address
from marketplace.kernel.languages import CODES, LANGUAGES, MAIN
from marketplace.kernel.zones import ZONES

if TYPE_CHECKING:
    _EmailField = models.EmailField[str, str]
else:
    _EmailField = models.EmailField


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the one form of an address, see ``email_address``."""
        return email_address(email or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=email_address(username or ""))


class EmailColumn(_EmailField):
    """An e-mail address in its one form; commands and forms of the admin clean through it."""

    def to_python(self, value: Any) -> Any:
        return email_address(value) if isinstance(value, str) else super().to_python(value)

    def deconstruct(self) -> Any:
        """Stand in migrations as Django's own: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class User(AbstractUser):
    """Signs in with an e-mail address. ``name`` is written as its owner writes it, family name where it belongs."""

    username = None  # type: ignore[assignment]  # the e-mail address is the only sign-in name
    first_name = None  # type: ignore[assignment]  # names are not split
    last_name = None  # type: ignore[assignment]  # names are not split
    email = EmailColumn(_("e-mail address"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=[(one.code, one.full_name) for one in LANGUAGES],
        default=MAIN.code,
    )
    # In which she is told the time; empty: the zone of her language.
    time_zone = models.CharField(_("time zone"), max_length=32, blank=True, default="", db_default="")
    # Demonstration sign-ins are exempt from the second factor and say so on the screen.
    is_demo = models.BooleanField(default=False)
    # Switched off, nothing that she searches for is kept; see ``saved_searches``.
    keeps_recent_searches = models.BooleanField(default=True, db_default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # ours has no username

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_its_case",
                violation_error_message=_("Somebody signs in with this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=list(CODES)),
                name="user_language_is_ours",
                violation_error_message=_("Choose one of the languages offered."),
            ),
            models.CheckConstraint(
                condition=models.Q(time_zone__in=["", *ZONES]),
                name="user_time_zone_is_offered",
                violation_error_message=_("Choose one of the time zones offered."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
