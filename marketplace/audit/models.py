"""Who did what to what, and when. Rows are added and never changed."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One act. The actor is kept by id and label, so that a removed account leaves its trace."""

    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=254)
    at = models.DateTimeField(db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["subject_type", "subject_id", "at"], name="audit_by_subject"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.subject_type} {self.subject_id}"
