"""Which columns of a course exist in zh-Hans, vi and en."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from cms.training.models import CourseIndexPage, CoursePage


@register(CourseIndexPage)
class CourseIndexPageTranslation(TranslationOptions):
    fields = ()


@register(CoursePage)
class CoursePageTranslation(TranslationOptions):
    fields = ("outline",)
