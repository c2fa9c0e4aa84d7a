"""ASCII addresses out of Chinese and Vietnamese titles."""

from __future__ import annotations

from django.utils.text import slugify
from pypinyin import lazy_pinyin

# Unicode does not take these apart as it does ă or ơ.
_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


def ascii_slug(title: str) -> str:
    """Return ``title`` as a slug of ASCII letters, digits and hyphens: 红河集市 is ``hong-he-ji-shi``."""
    return slugify(" ".join(lazy_pinyin(title.translate(_STROKED), v_to_u=True)))[:80].strip("-")
