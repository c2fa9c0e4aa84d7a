"""Rules of the trade, explained. For orientation: the official text decides."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.speech import Said, reader

_FIRST_HAN, _LAST_HAN = "一", "鿿"


class PolicyPage(MarketPage):
    """One explanation, as of ``written_on``. ``sources``: one a line, as the source calls itself."""

    written_on = models.DateField(_("as of"))
    needs_official_check = models.BooleanField(
        _("not yet checked against the official text"), default=True, help_text=_("Visitors are told so on the page.")
    )
    sources = models.TextField(_("sources, one a line"), blank=True)

    content_template = "cms/policies/_policy.html"
    parent_page_types: ClassVar[list[str]] = ["cms_policies.PolicyIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "policies"
    edit_handler = page_tabs([
        FieldPanel("scene"),
        FieldPanel("written_on"),
        FieldPanel("needs_official_check"),
        FieldPanel("sources"),
    ])  # fmt: skip

    class Meta:
        verbose_name = _("explanation")

    @property
    def source_list(self) -> list[Said]:
        """The sources in their own language: Chinese where there is a Chinese character, English otherwise."""
        lines = [line.strip() for line in self.sources.splitlines() if line.strip()]
        return [_source(line) for line in lines]


class PolicyIndexPage(IndexPage):
    """All explanations."""

    content_template = "cms/policies/_index.html"
    subpage_types: ClassVar[list[str]] = ["cms_policies.PolicyPage"]
    nav_key = "policies"
    lists = PolicyPage

    class Meta:
        verbose_name = _("list of explanations")


def _source(line: str) -> Said:
    language = "zh-hans" if any(_FIRST_HAN <= character <= _LAST_HAN for character in line) else "en"
    return Said(line, "" if language == reader() else language)
