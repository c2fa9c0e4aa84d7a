"""Rules of the trade, explained. For orientation: the official text decides."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Final

from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.speech import Said, reader
from marketplace.reference import operator
from marketplace.web.markup import with_values

_NAME: Final = re.compile(r"\{([a-z_]+)\}")
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


class LegalPage(MarketPage):
    """Terms, privacy, contact, imprint: what the operator owes its visitors.

    ``{operator_name}`` and the other facts of ``reference.operator`` in its text are those of the settings.
    """

    written_on = models.DateField(_("as of"))
    is_sample = models.BooleanField(
        _("sample text"),
        default=True,
        help_text=_("Not yet replaced by the operator’s counsel; visitors are told so."),
    )
    shows_imprint = models.BooleanField(_("shows who runs the market"), default=False)

    content_template = "cms/policies/_legal.html"
    parent_page_types: ClassVar[list[str]] = ["cms_home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = page_tabs([FieldPanel("written_on"), FieldPanel("is_sample"), FieldPanel("shows_imprint")])

    class Meta:
        verbose_name = _("legal page")

    def content_context(self, *, today: date) -> dict[str, Any]:
        """Add the operator's facts, filled into the text and listed."""
        context = super().content_context(today=today)
        language = reader()
        known = {fact.key: fact.value for fact in operator.facts(language)}
        drawn = render_to_string("cms/_body.html", context)
        return context | {
            "text": with_values(drawn, _NAME, known),
            "facts": operator.facts(language) if self.shows_imprint else [],
            "is_invented": operator.is_sample(),
        }


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
