"""What the admin opens with: what waits for whoever comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from wagtail.admin.ui.components import Component

from marketplace.operations.desk import Waiting
from marketplace.outbox import selectors as outbox

FIRST: Final = 10


class WaitingPanel(Component):
    """The overview on the admin's own home page. ``order``: before the panels of the editors."""

    name = "operations-waiting"
    template_name = "operations/home_panel.html"
    order = FIRST

    def __init__(self, waits: list[Waiting]) -> None:
        self.waits = waits

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - as Wagtail calls it
        """Return what the panel shows."""
        return {"waits": self.waits, "silent_lanes": outbox.silent_lanes(now=timezone.now())}
