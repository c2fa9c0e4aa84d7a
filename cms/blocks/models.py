"""What every page of ours has, and the pictures on it.

One table holds what teasers, menus, search and the sitemap need of a page of any kind, so that they read it at once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from cms.blocks.article import ArticleBlock
from cms.blocks.completeness import is_said, of_page
from cms.blocks.forms import MarketPageForm
from cms.blocks.panels import TAB_NAMES
from cms.blocks.pictures import picture_data
from cms.blocks.private_storage import PrivateStorage
from cms.blocks.slugs import ascii_slug
from cms.blocks.speech import LANGUAGES, Said, foreign, reader, say_column
from marketplace.catalog.selectors import PictureData
from marketplace.kernel.languages import SUFFIXES, columns
from marketplace.reference.models import County

# The home page's own slug is part of no address; its children's begin behind it.
HOME_SLUG: Final = "home"
HOME_URL_PATH: Final = f"/{HOME_SLUG}/"
# Wagtail's root is 1, the home page 2.
INDEX_DEPTH: Final = 3


class SiteImage(AbstractImage):
    """A picture with a description in every language.

    ``made``: {"of": hash of the file, "files": list of {"format", "width", "height", "name"}}; a task fills it, so
    that no visitor's request makes or looks up a rendition.
    """

    alt = models.CharField(_("description for people who do not see it"), max_length=250, blank=True)
    made = models.JSONField(default=dict, editable=False)

    if TYPE_CHECKING:
        alt_zh_hans: str
        alt_vi: str
        alt_en: str

    admin_form_fields = (
        "title", "file", "collection", *(f"alt_{suffix}" for suffix in SUFFIXES),
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def picture(self) -> PictureData:
        """The picture as the component ``picture`` wants it, in the reader's language, without a query."""
        return picture_data(self)


class SiteDocument(AbstractDocument):
    """A file for people to take home. It lies outside the media folder, and leaves through its view alone."""

    file = models.FileField(upload_to="documents", storage=PrivateStorage(), verbose_name=_("file"))

    admin_form_fields = ("title", "file", "collection", "tags")


class SiteRendition(AbstractRendition):
    """One size and format of a picture. Rows of Wagtail's own making; they go with their picture."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class MarketPage(Page):
    """A page of any kind. ``title`` is internal (Chinese); ``heading`` is what visitors read, in their language."""

    heading = models.CharField(_("heading"), max_length=200)
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences: under the heading, in lists and in search results."),
    )
    body = StreamField(ArticleBlock(required=False), blank=True, verbose_name=_("text"))
    scene = models.ForeignKey(
        SiteImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("county")
    )
    is_illustrative = models.BooleanField(
        _("made up for the demonstration"), default=False, help_text=_("Visitors are told so on the page.")
    )

    if TYPE_CHECKING:
        heading_zh_hans: str
        heading_vi: str
        heading_en: str
        summary_zh_hans: str
        summary_vi: str
        summary_en: str
        county_id: int | None

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    is_creatable = False
    base_form_class = MarketPageForm
    preview_modes: ClassVar[list[tuple[str, str]]] = list(TAB_NAMES.items())
    # Key of the entry in the main menu that is marked as the current one.
    nav_key: ClassVar[str] = ""
    # What is drawn between head and foot, from ``content_context``.
    content_template: ClassVar[str] = ""

    @property
    def relative_path(self) -> str:
        """The address behind ``/<lang>/``: ``stories/hani-terraces/``; empty for the home page."""
        return self.url_path.removeprefix(HOME_URL_PATH)

    @property
    def address(self) -> str:
        """The address in the reader's language, without a query."""
        return f"/{reader()}/{self.relative_path}"

    @property
    def said_heading(self) -> Said:
        return say_column(self, "heading")

    @property
    def said_summary(self) -> Said:
        return say_column(self, "summary")

    @property
    def picture(self) -> PictureData | None:
        return self.scene.picture if self.scene else None

    def get_admin_display_title(self) -> str:
        """The internal title, and which languages lack something: in lists and choosers of the admin."""
        title: str = super().get_admin_display_title()
        marks = [f"{TAB_NAMES[one.language]} {one.written}/{one.wanted}" for one in of_page(self) if not one.is_whole]
        return f"{title} · {' · '.join(marks)}" if marks else title

    def spoken(self, name: str) -> tuple[Any, str]:
        """Return the stream of the translated field ``name`` that the reader gets, and its language as in ``Said``."""
        for column in columns(reader()):
            stream = getattr(self, f"{name}_{column}", None)
            if is_said(stream):  # a blank paragraph is no translation: the next language stands in
                return stream, foreign(column)
        return (), ""

    def content_context(self, *, today: date) -> dict[str, Any]:  # noqa: ARG002 - for the kinds of page that need it
        """Return what ``content_template`` needs. The same for every reader of a language.

        Args:
            today: the day in Beijing.
        """
        body, body_lang = self.spoken("body")
        return {
            "page": self,
            "heading": self.said_heading,
            "summary": self.said_summary,
            "body": body,
            "body_lang": body_lang,
            "trail": self.trail(),
        }

    def trail(self) -> list[dict[str, str]]:
        """Return the way here from the home page, which is not in it: one query at most."""
        trail = [{"label": self.said_heading.text, "url": ""}]
        if self.depth > INDEX_DEPTH:
            parent = MarketPage.objects.filter(path=self._get_parent_path_from_path(self.path)).first()
            if parent is not None:
                trail.insert(0, {"label": parent.said_heading.text, "url": parent.address})
        return trail

    def draw(self, *, today: date) -> dict[str, str]:
        """Render what ``cms/page.html`` puts together, in the reader's language."""
        context = self.content_context(today=today)
        return {
            "title": escape(self.said_heading.text),
            "head": render_to_string("cms/_head.html", {**context, "origin": settings.SITE_ADDRESS.rstrip("/")}),
            "body": render_to_string(self.content_template, context),
            "nav_current": self.nav_key,
        }

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "cms/page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | self.draw(today=timezone.localdate())

    @property
    def default_preview_mode(self) -> str:
        return reader()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page as it will be in the language that the editor chose, whatever hers is."""
        language = mode_name if mode_name in LANGUAGES else reader()
        with translation.override(language):
            response: HttpResponse = self.serve(request).render()
        return response

    def _set_core_field_defaults(self) -> None:
        """Make an ASCII slug of a Chinese title, which Wagtail by itself cannot."""
        is_parent_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if not self.slug and self.title and is_parent_known:
            self.slug = self._get_autogenerated_slug(ascii_slug(self.title) or "page")
        super()._set_core_field_defaults()
