"""The demonstration sign-ins, as the data that are loaded give them."""

from __future__ import annotations

import json
from pathlib import Path


def lines(root: Path) -> list[str]:
    """One line a sign-in, the password once; nothing when the demonstration data are not there."""
    path = next(iter(sorted(root.glob("marketplace/**/demo.json"))), None)
    if path is None:
        return []
    demo = json.loads(path.read_text(encoding="utf-8"))
    rows = [f"  {account['email']:<32} {account['role']}" for account in demo["accounts"]]
    return [f"Demonstration sign-ins (password of all: {demo['password']})", *rows]
