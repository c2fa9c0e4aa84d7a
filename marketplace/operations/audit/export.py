"""The audit trail as a table for a spreadsheet, which runs nothing that somebody typed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Final

from marketplace.audit.models import AuditEvent

# A spreadsheet takes a cell that begins so for a formula, full-width forms too. Source: OWASP, CSV injection.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEAD: Final = ("at (UTC)", "verb", "person", "person id", "kind", "id", "companies", "data")
_BOM: Final = "\ufeff"  # by which spreadsheets know UTF-8


def harmless(cell: str) -> str:
    """Return the text as one that a spreadsheet shows and does not work out."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000").startswith(_STARTS) else cell


def lines(events: Sequence[AuditEvent]) -> Iterator[str]:
    """Yield the file piece by piece, one event a line; ``events`` have their companies loaded."""
    yield _BOM + _line(HEAD)
    for event in events:
        yield _line([harmless(cell) for cell in _cells(event)])


def _cells(event: AuditEvent) -> list[str]:
    return [
        f"{event.at:%Y-%m-%d %H:%M:%S.%f}",
        event.verb,
        event.actor_label,
        "" if event.actor_id is None else str(event.actor_id),
        event.subject_type,
        event.subject_id,
        " ".join(str(one.company_id) for one in event.companies.all()),
        json.dumps(event.data, ensure_ascii=False, sort_keys=True),
    ]


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
