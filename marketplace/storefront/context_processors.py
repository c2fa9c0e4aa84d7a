"""What every page knows without a query of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the templates the language alternates, the viewer and the number of basket lines."""
    return {"basket_count": 0, "viewer": None, "alternates": []}
