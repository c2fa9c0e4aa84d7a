"""Online trade fairs: what is announced of them. Booths and meetings are ``marketplace.fairs``."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs


class FairIndexPage(MarketPage):
    """All trade fairs, those to come first."""

    template = "cms/fairs/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms_home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms_fairs.FairPage"]
    nav_key = "fairs"
    edit_handler = page_tabs([FieldPanel("scene")], translated=("heading", "summary"))

    class Meta:
        verbose_name = _("list of trade fairs")


class FairPage(MarketPage):
    """One fair, on the days ``starts_on`` to ``ends_on``, both included, in Beijing."""

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    template = "cms/fairs/fair.html"
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
        constraints = (models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="fair_ends_after_it_starts"),)

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first day.")})
