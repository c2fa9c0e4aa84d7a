"""The forms by which editors bring pictures and documents: what cannot be used is said beside the field."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.blocks.uploads import MAX_BYTES, DocumentRefused, accept_document
from marketplace.catalog.errors import PictureRefused
from marketplace.catalog.images import clean_picture
from marketplace.kernel.refusals import sentence

_MEGA: Final = 1_000_000


class SiteImageField(WagtailImageField):
    """Decodes a picture wholly before anything else looks at it, and goes on with nothing but its pixels."""

    def to_python(self, data: Any) -> Any:
        """Return the picture without metadata.

        Raises:
            ValidationError: it cannot be decoded, is too large or of a kind that is not taken.
        """
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        try:
            cleaned = clean_picture(_bytes(data))
        except PictureRefused as refusal:
            raise ValidationError(sentence(refusal), code=refusal.reason) from refusal
        return super().to_python(_anew(data, cleaned))


class SiteImageForm(BaseImageForm):
    """Wagtail's form with our field: its own decodes what was cut off, and falls."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = SiteImageField(label=given.label, required=given.required, widget=given.widget)


class SiteDocumentForm(BaseDocumentForm):
    """A document is taken by ending and content."""

    def clean_file(self) -> Any:
        """Return the document as it is kept.

        Raises:
            ValidationError: its kind is not taken, or it is not of the kind that its name says.
        """
        given = self.cleaned_data["file"]
        if not isinstance(given, UploadedFile):
            return given
        try:
            return _anew(given, accept_document(given.name or "", _bytes(given)))
        except (DocumentRefused, PictureRefused) as refusal:
            raise ValidationError(sentence(refusal), code=refusal.reason) from refusal


def _bytes(given: UploadedFile) -> bytes:
    """Read no more than is taken at all."""
    given.seek(0)
    data: bytes = given.read(MAX_BYTES + 1)
    return data


def _anew(given: UploadedFile, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(given.name or "", data, content_type=given.content_type or "application/octet-stream")
