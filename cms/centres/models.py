"""Experience centres: where a traveller sees the goods and a screen helps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks.goods import cards_of
from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.translated import SkuBlock

# Monday first, as schema.org and all three languages' calendars here have it.
DAY_CODES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SCHEMA_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY_CHOICES: Final = [(code, WEEKDAYS[index]) for index, code in enumerate(DAY_CODES)]


class Hours(NamedTuple):
    """Open from ``opens`` to ``closes`` (``09:30``, Beijing time) on ``first`` to ``last`` (names of days to show)."""

    first: str
    last: str
    opens: str
    closes: str
    schema: str


class OpeningHoursBlock(blocks.StructBlock):
    """The same hours on one day or several in a row."""

    first = blocks.ChoiceBlock(choices=_DAY_CHOICES, label=_("From"))
    last = blocks.ChoiceBlock(choices=_DAY_CHOICES, label=_("To"))
    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(label=_("Closes"))

    class Meta:
        icon = "time"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if DAY_CODES.index(cleaned["first"]) > DAY_CODES.index(cleaned["last"]):
            raise blocks.StructBlockValidationError(
                {"last": ValidationError(_("This day comes before the first day."))}
            )
        if cleaned["opens"] >= cleaned["closes"]:
            raise blocks.StructBlockValidationError(
                {"closes": ValidationError(_("The centre must close later than it opens."))}
            )
        return cleaned


class CentrePage(MarketPage):
    """One experience centre."""

    opening_hours = StreamField(
        [("hours", OpeningHoursBlock())], blank=True, verbose_name=_("opening hours, Beijing time")
    )
    goods = StreamField([("good", SkuBlock(label=_("Number of a good")))], blank=True, verbose_name=_("goods on show"))

    content_template = "cms/centres/_centre.html"
    parent_page_types: ClassVar[list[str]] = ["cms_centres.CentreIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "centres"
    edit_handler = page_tabs([
        FieldPanel("scene"),
        FieldPanel("county"),
        FieldPanel("opening_hours"),
        FieldPanel("goods"),
        FieldPanel("is_illustrative"),
    ])  # fmt: skip

    class Meta:
        verbose_name = _("experience centre")

    @property
    def skus(self) -> list[str]:
        return [str(child.value) for child in self.goods]

    def content_context(self, *, today: date) -> dict[str, Any]:
        return super().content_context(today=today) | {"cards": cards_of(self.skus)}

    @property
    def hours(self) -> list[Hours]:
        """The opening hours in the order of the editors, with the names of the days in the reader's language."""
        return list(_hours(child.value for child in self.opening_hours))


class CentreIndexPage(IndexPage):
    """All experience centres."""

    content_template = "cms/centres/_index.html"
    subpage_types: ClassVar[list[str]] = ["cms_centres.CentrePage"]
    nav_key = "centres"
    lists = CentrePage

    class Meta:
        verbose_name = _("list of experience centres")


def _hours(values: Any) -> Iterator[Hours]:
    for value in values:
        first, last = DAY_CODES.index(value["first"]), DAY_CODES.index(value["last"])
        opens, closes = f"{value['opens']:%H:%M}", f"{value['closes']:%H:%M}"
        days = _SCHEMA_DAYS[first] if first == last else f"{_SCHEMA_DAYS[first]}-{_SCHEMA_DAYS[last]}"
        last_name = "" if first == last else str(WEEKDAYS[last])
        yield Hours(str(WEEKDAYS[first]), last_name, opens, closes, f"{days} {opens}-{closes}")
