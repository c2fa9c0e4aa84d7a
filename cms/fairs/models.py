"""Online trade fairs: what is announced of them. Booths and meetings are ``marketplace.fairs``."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs


class FairPage(MarketPage):
    """One fair, on the days ``starts_on`` to ``ends_on``, both included, in Beijing."""

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    content_template = "cms/fairs/_fair.html"
    parent_page_types: ClassVar[list[str]] = ["cms_fairs.FairIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "fairs"
    edit_handler = page_tabs([
        FieldPanel("scene"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("is_illustrative"),
    ])  # fmt: skip

    class Meta:
        verbose_name = _("trade fair")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="fair_ends_after_it_starts",
                violation_error_message=_("A fair ends on the day it starts or later."),
            ),
        )

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first day.")})


class FairIndexPage(IndexPage):
    """All trade fairs, those to come first."""

    content_template = "cms/fairs/_index.html"
    subpage_types: ClassVar[list[str]] = ["cms_fairs.FairPage"]
    nav_key = "fairs"
    lists = FairPage

    def content_context(self, *, today: date) -> dict[str, Any]:
        """Those that go on or are to come, the next one first; then those that are over, the last one first."""
        context = super().content_context(today=today)
        fairs = sorted(context["children"], key=lambda fair: fair.starts_on)
        coming = [fair for fair in fairs if fair.ends_on >= today]
        return context | {"coming": coming, "past": [fair for fair in reversed(fairs) if fair.ends_on < today]}

    class Meta:
        verbose_name = _("list of trade fairs")
