"""What every page of a visit says of its rest."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def rest_attributes() -> SafeString:
    """Return the seconds of rest until the screen is wiped and until it asks, and between two signs of a touch."""
    return format_html(
        'data-rest="{}" data-ask="{}" data-touch="{}"',
        settings.KIOSK_REST_SECONDS,
        settings.KIOSK_ASK_SECONDS,
        settings.KIOSK_TOUCH_SECONDS,
    )
