"""``{% component "card" card=card level=2 %}``: Django's templates draw a component as Jinja's do."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from marketplace.web.components import draw

register = template.Library()


@register.simple_tag
def component(name: str, **needs: Any) -> SafeString:
    """Draw a file of ``frontend/components`` with what it needs; raises as ``marketplace.web.components.draw``."""
    return draw(name, **needs)
