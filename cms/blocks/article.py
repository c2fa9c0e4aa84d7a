"""What a running text is made of. One such text a language: paragraphs do not translate one to one."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEATURES: Final = ["bold", "italic", "link", "ul", "ol"]


class ArticleBlock(blocks.StreamBlock):
    """Paragraphs, headings, quotations and pictures."""

    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=FEATURES, template="cms/blocks/_paragraph.html")
    heading = blocks.CharBlock(label=_("Heading"), max_length=200, icon="title", template="cms/blocks/_heading.html")
    quote = blocks.TextBlock(label=_("Quotation"), icon="openquote", template="cms/blocks/_quote.html")
    picture = ImageChooserBlock(label=_("Picture"), template="cms/blocks/_picture.html")


def plain_text(body: Any) -> str:
    """Return the words of an article (a stream value of ``ArticleBlock``) without markup, one block a line."""
    words = (
        strip_tags(str(child.value)) for child in body or () if child.block_type in {"paragraph", "heading", "quote"}
    )
    return "\n".join(words)
