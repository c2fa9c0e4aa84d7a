"""The pages of the demonstration market."""

from __future__ import annotations

from datetime import datetime

from cms.home.demo_content import load_content
from marketplace.kernel.demo import Say


def load(say: Say, *, now: datetime) -> None:
    """Plant the pages that are missing."""
    say("pages", load_content(now=now))
