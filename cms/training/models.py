"""Courses for producers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.blocks.index_page import IndexPage
from cms.blocks.models import MarketPage
from cms.blocks.panels import page_tabs
from cms.blocks.speech import Said, say_column


class Level(models.TextChoices):
    BASIC = "basic", _("Basic course")
    INTERMEDIATE = "intermediate", _("Intermediate course")
    ADVANCED = "advanced", _("Advanced course")


class CoursePage(MarketPage):
    """One course of ``minutes`` minutes. ``outline``: one step a line."""

    minutes = models.PositiveSmallIntegerField(_("length in minutes"), validators=[MinValueValidator(1)])
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BASIC)
    outline = models.TextField(_("steps, one a line"), blank=True)

    if TYPE_CHECKING:
        outline_zh_hans: str
        outline_vi: str
        outline_en: str

    content_template = "cms/training/_course.html"
    parent_page_types: ClassVar[list[str]] = ["cms_training.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    nav_key = "training"
    edit_handler = page_tabs(
        [
            FieldPanel("scene"),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("level")]),
            FieldPanel("is_illustrative"),
        ],
        translated=("heading", "summary", "body", "outline"),
    )

    class Meta:
        verbose_name = _("course")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="course_takes_time",
                violation_error_message=_("A course takes one minute at least."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="course_level_is_known",
                violation_error_message=_("Choose one of the levels offered."),
            ),
        )

    @property
    def steps(self) -> list[Said]:
        """The steps of the course with their language as in ``Said``."""
        text, lang = say_column(self, "outline")
        return [Said(line.strip(), lang) for line in text.splitlines() if line.strip()]


class CourseIndexPage(IndexPage):
    """All courses."""

    content_template = "cms/training/_index.html"
    subpage_types: ClassVar[list[str]] = ["cms_training.CoursePage"]
    nav_key = "training"
    lists = CoursePage

    class Meta:
        verbose_name = _("list of courses")
