"""Companies that buy and companies that produce, and who acts for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.companies.capacities import CompanyKind as CompanyKind  # noqa: PLC0414 - others look for it here
from marketplace.companies.capacities import Role as Role  # noqa: PLC0414 - as above
from marketplace.companies.reasons import RefuseReason, ReturnedItem, ReturnReason, SuspendReason
from marketplace.companies.states import CompanyStatus as CompanyStatus  # noqa: PLC0414 - others look for it beside its model
from marketplace.kernel.languages import OF_REGISTERS, best, texts_of
from marketplace.kernel.verdicts import MAX_NOTE, labels_of
from marketplace.reference.models import County

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.companies.rights import Act


class ProducerType(models.TextChoices):
    COOPERATIVE = "cooperative", _("Cooperative")
    GROWER = "grower", _("Grower")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    WINERY = "winery", _("Winery")
    WORKSHOP = "workshop", _("Workshop")


class CompanyQuerySet(models.QuerySet["Company"]):
    def producers(self) -> CompanyQuerySet:
        """Return the producers that visitors may see."""
        return self.filter(kind=CompanyKind.PRODUCER, status=CompanyStatus.VERIFIED)

    def of_user(self, user: User) -> CompanyQuerySet:
        """Return the companies that ``user`` acts for."""
        return self.filter(memberships__user=user)


class Company(models.Model):
    """One legal person. ``customs_code``: 10 characters of the customs register; ``tax_code`` and ``phone``
    in the one form of ``kernel.tax`` and ``kernel.phones``.
    """

    kind = models.CharField(max_length=8, choices=CompanyKind)
    status = models.CharField(max_length=9, choices=CompanyStatus, default=CompanyStatus.PENDING)
    slug = models.SlugField(max_length=80, unique=True)
    # ``name`` is translated; ``legal_name`` is what stands in the register, in its own script.
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="companies")
    producer_type = models.CharField(max_length=12, choices=ProducerType, blank=True)
    tax_code = models.CharField(max_length=20, blank=True)
    customs_code = models.CharField(max_length=18, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    # Invented for the demonstration: the screen says so.
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Company]] = CompanyQuerySet.as_manager()

    if TYPE_CHECKING:
        name_zh_hans: str
        name_vi: str
        name_en: str
        description_zh_hans: str
        description_vi: str
        description_en: str
        address_zh_hans: str
        address_vi: str
        address_en: str
        county_id: int | None

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="producer") | Q(county__isnull=False), name="company_producer_has_a_county"
            ),
            models.CheckConstraint(condition=Q(kind__in=["buyer", "producer"]), name="company_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=CompanyStatus.values), name="company_status_is_known"),
        )

    @property
    def legal_language(self) -> str:
        """The language of ``legal_name`` as a BCP 47 tag, for the page to say; ``und`` where it is not known."""
        return OF_REGISTERS.get(self.country, "und")

    def __str__(self) -> str:
        return self.name or self.legal_name

    @property
    def whole_address(self) -> str:
        """Where it is, in the reader's language or in the one in which it was written, with the city behind it unless
        the address names it.
        """
        texts = texts_of(self, "address")
        address = best(texts, get_language() or "en") or next(iter(texts.values()), "")
        return address if not self.city or self.city in address else ", ".join(filter(None, [address, self.city]))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of_user(self, user: User) -> MembershipQuerySet:
        """Return what ``user`` is in which company: the only way into it for her."""
        return self.filter(user=user)


class Membership(models.Model):
    """``user`` acts for ``company`` in a set of roles, at least one; without any she may do nothing there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Membership]] = MembershipQuerySet.as_manager()

    if TYPE_CHECKING:
        user_id: int
        company_id: int
        held_roles: models.Manager[MembershipRole]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "company"], name="membership_unique_per_user_and_company"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.company_id}"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What she is in the company. One query, none where a selector has loaded them."""
        return frozenset(Role(one.role) for one in self.held_roles.all())

    @property
    def roles_in_order(self) -> list[Role]:
        """Her roles as people read them, the owner first."""
        return [role for role in Role if role in self.roles]

    @property
    def role_labels(self) -> list[str]:
        """Her roles in the reader's language, the owner first."""
        return [str(role.label) for role in self.roles_in_order]

    def may(self, act: Act) -> bool:
        """Tell whether she may do it for the company, which must be loaded."""
        return act.is_open_to(self.roles, CompanyKind(self.company.kind))


class MembershipRole(models.Model):
    """One role of one membership."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="held_roles")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["membership", "role"], name="membership_role_held_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} {self.role}"

    if TYPE_CHECKING:
        membership_id: int


class Decision(models.TextChoices):
    """What an operator decided about a company."""

    VERIFIED = "verified", _("Verified")
    RETURNED = "returned", _("Returned for correction")
    REFUSED = "refused", _("Not admitted")
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Suspension lifted")
    REOPENED = "reopened", _("Taken up again")


_REASONS: Final[Mapping[str, type[models.TextChoices]]] = {
    Decision.RETURNED: ReturnReason,
    Decision.REFUSED: RefuseReason,
    Decision.SUSPENDED: SuspendReason,
}


class CompanyDecision(models.Model):
    """One word of an operator about a company. ``reasons`` and ``items``: keys with commas between them.

    ``former_status``: what the company was before, so that a suspension can be lifted.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=9, choices=Decision)
    reasons = models.CharField(max_length=200, blank=True)
    items = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    former_status = models.CharField(max_length=9, choices=CompanyStatus)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        company_id: int
        decided_by_id: int | None

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="company_decision_is_known"),
            models.CheckConstraint(
                condition=~Q(decision__in=["returned", "refused", "suspended"]) | ~Q(reasons=""),
                name="company_decision_against_it_says_why",
            ),
            models.CheckConstraint(
                condition=Q(former_status__in=CompanyStatus.values), name="company_decision_former_status_is_known"
            ),
        )
        indexes = (models.Index(fields=["company", "-decided_at"], name="company_decision_by_company"),)

    def __str__(self) -> str:
        return f"{self.company_id} {self.decision}"

    @property
    def reason_labels(self) -> list[str]:
        """The reasons in the reader's language."""
        known = _REASONS.get(self.decision)
        return labels_of(self.reasons, dict(known.choices)) if known else []

    @property
    def item_labels(self) -> list[str]:
        """What is to be corrected, in the reader's language."""
        return labels_of(self.items, dict(ReturnedItem.choices))
