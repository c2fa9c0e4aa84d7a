"""The parts of the home page. A part says which and how many; ``sections`` reads what they show at once."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.translated import TranslatedParagraphBlock, TranslatedTextBlock

MAX_CARDS: Final = 24


class SitePathBlock(blocks.CharBlock):
    """An address of this site, without the language: ``goods/?in_season=1``."""

    def clean(self, value: str) -> str:
        path = str(super().clean(value)).strip().removeprefix("/")
        if ":" in path or path.startswith("/"):
            raise ValidationError(_("Write only what stands behind the language, for example goods/."))
        return path


class SectionBlock(blocks.StructBlock):
    """A heading with a line below it."""

    title = TranslatedTextBlock(label=_("Heading"))
    text = TranslatedParagraphBlock(label=_("Line below the heading"), required=False)


class CountedBlock(SectionBlock):
    count = blocks.IntegerBlock(label=_("At most so many"), min_value=1, max_value=MAX_CARDS, default=8)


class ActionBlock(blocks.StructBlock):
    label = TranslatedTextBlock(label=_("Text of the button"))
    path = SitePathBlock(label=_("Address"), help_text=_("What stands behind the language, for example goods/"))


class HeroBlock(blocks.StructBlock):
    """The first thing seen. Its picture is the page's own; the figures in its text are counted."""

    lines = blocks.ListBlock(TranslatedTextBlock(), label=_("Lines of the heading"), min_num=1, max_num=3)
    text = TranslatedParagraphBlock(
        label=_("Text"), help_text=_("{goods}, {producers} and {counties} become the present numbers.")
    )
    actions = blocks.ListBlock(ActionBlock(), label=_("Buttons"), min_num=0, max_num=2)

    class Meta:
        icon = "home"
        label = _("Opening")
        template = "cms/home/_hero.html"


class SeasonBlock(CountedBlock):
    """Goods in season this month, then the best known of those that are there all year."""

    class Meta:
        icon = "date"
        label = _("Goods in season")
        template = "cms/home/_season.html"


class CalendarBlock(CountedBlock):
    """When the goods are harvested, month by month."""

    class Meta:
        icon = "calendar"
        label = _("Season calendar")
        template = "cms/home/_calendar.html"


class CountiesBlock(SectionBlock):
    """The counties on a map and as a list."""

    class Meta:
        icon = "site"
        label = _("Counties")
        template = "cms/home/_counties.html"


class StoriesBlock(CountedBlock):
    """Stories; the first of them large, on clay."""

    class Meta:
        icon = "openquote"
        label = _("Stories")
        template = "cms/home/_stories.html"


class CentresBlock(CountedBlock):
    class Meta:
        icon = "group"
        label = _("Experience centres")
        template = "cms/home/_centres.html"


class StepBlock(blocks.StructBlock):
    title = TranslatedTextBlock(label=_("Step"))
    text = TranslatedParagraphBlock(label=_("Explanation"), required=False)


class HowBlock(SectionBlock):
    """How it works, in numbered steps."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("How it works")
        template = "cms/home/_how.html"


class FairBlock(blocks.StaticBlock):
    """The next trade fair, or nothing when none is to come."""

    class Meta:
        icon = "group"
        label = _("Next trade fair")
        admin_text = _("Shows the next fair that is published.")
        template = "cms/home/_fair.html"


class CoursesBlock(CountedBlock):
    class Meta:
        icon = "edit"
        label = _("Courses and explanations")
        template = "cms/home/_courses.html"


class HomeBlock(blocks.StreamBlock):
    hero = HeroBlock()
    season = SeasonBlock()
    calendar = CalendarBlock()
    stories = StoriesBlock()
    counties = CountiesBlock()
    how = HowBlock()
    centres = CentresBlock()
    fair = FairBlock()
    courses = CoursesBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in (
            "hero", "season", "calendar", "stories", "counties", "how", "centres", "fair", "courses",
        )}  # fmt: skip
