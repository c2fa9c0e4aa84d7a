"""What a visitor is shown of a document, from what engines keep of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from search.documents import DocumentType
from search.engines.base import Hit, Suggestion

OFFERED: Final = (DocumentType.GOOD, DocumentType.CATEGORY, DocumentType.COUNTY, DocumentType.PRODUCER)
HELPFUL: Final = 5  # names to pick where nothing was found
Shown = Mapping[str, Any]


def opened(payload: str) -> Shown:
    """Return a payload of ``search.analysis.fields`` as what it says."""
    shown: Shown = json.loads(payload)
    return shown


def hit(id_: str, shown: Shown, lang: str) -> Hit:
    """Return a document as a hit."""
    return Hit(id=id_, type=shown["t"], sku=shown["s"], name=_name(shown, lang), url=_url(shown, lang))


def suggestions(documents: Iterable[Shown], lang: str, limit: int) -> list[Suggestion]:
    """Return documents as names to pick from, none twice, at most ``limit``."""
    names: dict[str, Suggestion] = {}
    for shown in documents:
        text = _name(shown, lang)
        names.setdefault(text, Suggestion(text=text, type=shown["t"], sku=shown["s"], url=_url(shown, lang)))
        if len(names) == limit:  # the others need not even be read
            break
    return list(names.values())


def _name(shown: Shown, lang: str) -> str:
    names: Mapping[str, str] = shown["n"]
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


def _url(shown: Shown, lang: str) -> str:
    return f"/{lang}/{str(shown['u']).lstrip('/')}"
