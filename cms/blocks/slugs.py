"""ASCII addresses out of Chinese and Vietnamese titles."""

from __future__ import annotations

from importlib import import_module

from django.utils.text import slugify

# Unicode does not take these apart as it does ă or ơ.
_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


def ascii_slug(title: str) -> str:
    """Return ``title`` as a slug of ASCII letters, digits and hyphens: 红河集市 is ``hong-he-ji-shi``."""
    # Its dictionary of phrases is a quarter of what the site's start costs, and few processes ever save a page.
    read = import_module("pypinyin").lazy_pinyin
    return slugify(" ".join(read(title.translate(_STROKED), v_to_u=True)))[:80].strip("-")
