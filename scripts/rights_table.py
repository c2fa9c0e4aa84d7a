"""``python -m scripts.rights_table``: draw the table of acts and roles into ``docs/roles.md``; tests compare."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django
from django.utils import translation

from scripts.environment import ROOT

if TYPE_CHECKING:
    from marketplace.companies.capacities import CompanyKind

PAGE: Final = ROOT / "docs" / "roles.md"
_PLACE: Final = re.compile(r"(?s)(<!-- rights -->\n).*?(<!-- /rights -->)")


def tables() -> str:
    """Return the table of each capacity in Markdown, as the rooms have registered it."""
    from marketplace.companies.capacities import CompanyKind  # noqa: PLC0415 - after django.setup()

    with translation.override("en"):
        return "\n".join(_table(kind) for kind in CompanyKind)


def _table(kind: CompanyKind) -> str:
    from marketplace.companies.capacities import ROLES_OF  # noqa: PLC0415 - after django.setup()
    from marketplace.companies.rights import acts  # noqa: PLC0415 - after django.setup()

    roles = ROLES_OF[kind]
    head = ["What is done", "Act", *(str(role.label) for role in roles), "Operator with"]
    lines = [f"### {kind.label}", "", _line(head), _line(["---"] * 2 + [":-:"] * len(roles) + ["---"])]
    for act in acts(kind):
        marks = ["✓" if role in act.roles else "" for role in roles]
        permission = f"`{act.permission}`" if act.permission else ""
        lines.append(_line([str(act.label), f"`{act.code}`", *marks, permission]))
    return "\n".join([*lines, ""])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def drawn(page: str) -> str:
    """Return the page with the tables of today in their place."""
    return _PLACE.sub(lambda found: f"{found[1]}{tables()}{found[2]}", page)


def main(page: Path = PAGE) -> None:
    """Rewrite the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    page.write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
