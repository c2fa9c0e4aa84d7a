"""Who did what to what, and when. Rows are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of_company(self, company_ids: list[int]) -> AuditEventQuerySet:
        """Return what happened to rows of these companies."""
        return self.filter(pk__in=AuditEventCompany.objects.filter(company_id__in=company_ids).values("event_id"))


class AuditEvent(models.Model):
    """One act. The actor is kept by id and label, so that a removed account leaves its trace."""

    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=254)
    at = models.DateTimeField(db_index=True)
    data = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditEvent]] = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["verb", "at"], name="audit_by_verb"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.subject_type} {self.subject_id}"


class AuditEventCompany(models.Model):
    """``event`` is about a company, kept by its id: companies are a room above."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="companies")
    company_id = models.BigIntegerField()

    if TYPE_CHECKING:
        event_id: int

    class Meta:
        constraints = (models.UniqueConstraint(fields=["company_id", "event"], name="audit_event_of_company_once"),)

    def __str__(self) -> str:
        return f"{self.event_id} of {self.company_id}"
