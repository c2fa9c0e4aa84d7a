"""The menu at the head and the columns at the foot of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.blocks.models import MarketPage
from cms.blocks.speech import Said, reader, say_column
from marketplace.kernel.languages import MAIN, texts_of


class Place(models.TextChoices):
    MAIN = "main", _("Head of the page")
    FOOT = "foot", _("Foot of the page")


class MenuLink(models.Model):
    """One link, or the heading of a column at the foot. Points at a page of ours or at an address of the market.

    ``path``: behind ``/<lang>/``, e.g. ``goods/``. ``key``: what pages name to have their entry marked as current.
    """

    place = models.CharField(_("place"), max_length=4, choices=Place)
    column = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("column at the foot"),
        limit_choices_to={"place": Place.FOOT, "column": None},
    )
    label = models.CharField(_("label"), max_length=80)
    page = models.ForeignKey(
        MarketPage, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    path = models.CharField(
        _("address of the market"),
        max_length=200,
        blank=True,
        help_text=_("What stands behind the language, for example goods/"),
    )
    key = models.SlugField(_("key"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    if TYPE_CHECKING:
        label_zh_hans: str
        label_vi: str
        label_en: str
        column_id: int | None
        page_id: int | None

    class Meta:
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")
        constraints = (
            models.CheckConstraint(
                condition=Q(place__in=Place.values),
                name="menu_link_place_is_known",
                violation_error_message=_("Choose one of the places offered."),
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(path=""),
                name="menu_link_leads_to_a_page_or_an_address_not_both",
                violation_error_message=_("Choose a page or type an address, not both."),
            ),
            models.CheckConstraint(
                condition=Q(column__isnull=True) | Q(place="foot"),
                name="menu_column_stands_at_the_foot",
                violation_error_message=_("Only a link at the foot of the page can stand in a column."),
            ),
            models.CheckConstraint(
                condition=~Q(path__startswith="/") & ~Q(path__contains=":"),
                name="menu_link_path_stays_on_the_site",
                violation_error_message=_(
                    "Type what stands behind the language, for example goods/, without “/” before it."
                ),
            ),
        )

    def __str__(self) -> str:
        return texts_of(self, "label").get(MAIN.code, "")

    @property
    def said(self) -> Said:
        return say_column(self, "label")

    @property
    def url(self) -> str:
        """The address in the reader's language."""
        return self.page.address if self.page is not None else f"/{reader()}/{self.path}"
