"""What every template needs: built assets, icons, numbers and days in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, FileInput, PasswordInput
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from marketplace.kernel import formats, money
from marketplace.kernel.languages import LANGUAGES, Language, language_of

register = template.Library()

# Name in a template -> source that the build's manifest lists.
ENTRIES: Final = {
    "site.css": "frontend/styles/site.css",
    "work.css": "frontend/styles/work.css",
    "kiosk.css": "frontend/styles/kiosk.css",
    "site.js": "frontend/scripts/site.ts",
    "kiosk.js": "frontend/kiosk/main.ts",
}
_NOT_A_NUMBER: Final = ""
_MINUTES_AN_HOUR: Final = 60
_MINUTES_A_DAY: Final = 1_440


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=1)
def _manifest() -> dict[str, dict[str, Any]]:
    path = finders.find("built/manifest.json")
    if path is None:
        return {}
    manifest: dict[str, dict[str, Any]] = json.loads(Path(path).read_text(encoding="utf-8"))
    return manifest


@lru_cache(maxsize=256)
def _address(name: str) -> str:
    if name not in ENTRIES:
        return staticfiles_storage.url(name)
    chunk = _manifest().get(ENTRIES[name])
    return staticfiles_storage.url(f"built/{chunk['file']}") if chunk else ""


def forget_assets() -> None:
    """Read the manifest anew at the next call (after a build, and in tests that change storage)."""
    _manifest.cache_clear()
    _address.cache_clear()
    _icon.cache_clear()


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built entry (``site.css``; empty if not built) or of a file in ``frontend/static/``."""
    if settings.DEBUG:
        forget_assets()
    return _address(name)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw one symbol of the sprite; it is decoration, so the text beside it must say the same."""
    return _icon(name, classes)


@lru_cache(maxsize=256)
def _icon(name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f"icon {classes}".strip(),
        _address("icons.svg"),
        name,
    )


@register.simple_tag
def lang_attr() -> str:
    """Return the active language as a BCP 47 tag, for ``<html lang>``."""
    return formats.bcp47(_language())


@register.simple_tag
def page_language() -> Language:
    """Return the row of the active language in the table of languages."""
    return language_of(_language())


@register.simple_tag
def market_languages() -> tuple[Language, ...]:
    """Return the table of languages."""
    return LANGUAGES


@register.filter
def bcp47(code: str) -> str:
    """Return the BCP 47 tag of a language code of the settings."""
    return formats.bcp47(str(code))


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@register.filter
def number(value: object) -> str:
    """Write a number with the language's separators, without zeros at its end; what is no number becomes nothing."""
    found = _decimal(value)
    return _NOT_A_NUMBER if found is None else formats.number(found.normalize(), language=_language())


@register.filter
def unit_price(value: object, currency: str) -> str:
    """Write a unit price (Decimal, major units) of ``currency`` without its symbol."""
    found = _decimal(value)
    return _NOT_A_NUMBER if found is None else formats.unit_price(found, currency, language=_language())


@register.simple_tag
def price_range(low: object, high: object, currency: str) -> str:
    """Write the unit prices from ``low`` to ``high``."""
    first, last = _decimal(low), _decimal(high)
    if first is None or last is None:
        return ""
    return formats.price_range(first, last, currency, language=_language())


@register.filter
def amount(value: object, currency: str) -> str:
    """Write an amount (integer minor units) of ``currency`` without its symbol."""
    return formats.amount(value, currency, language=_language()) if isinstance(value, int) else _NOT_A_NUMBER


@register.simple_tag
def code_minutes() -> int:
    """Return how many minutes a code from a mail holds."""
    return int(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT) // 60


@register.filter
def phone(value: object) -> str:
    """Write a kept telephone number for people."""
    return formats.phone(str(value), language=_language())


@register.filter
def listed(words: Iterable[object]) -> str:
    """Write words in a row as the language parts them."""
    return formats.listed(words, language=_language())


@register.filter
def unkept(form: BaseForm) -> list[str]:
    """Return the labels of what a form held and its page cannot show again: passwords, and chosen files."""
    lost: list[str] = getattr(form, "typed_lost", [])
    return lost or [str(field.label) for field in form if not field.is_hidden and _is_gone(field)]


def _is_gone(field: BoundField) -> bool:
    widget = field.field.widget
    if isinstance(widget, PasswordInput):
        return not widget.render_value and bool(field.data)
    return isinstance(widget, FileInput) and bool(field.data)


@register.filter
def percent(value: object) -> str:
    """Write a share between 0 and 1 as a percentage."""
    found = _decimal(value)
    return _NOT_A_NUMBER if found is None else formats.percent(found, language=_language())


@register.filter
def day(value: object) -> str:
    """Write a date or an aware instant as a day."""
    return formats.day(value, language=_language()) if isinstance(value, date) else _NOT_A_NUMBER


@register.filter
def moment(value: object) -> str:
    """Write an aware instant as day and time in the reader's zone."""
    return formats.moment(value, language=_language()) if isinstance(value, datetime) else _NOT_A_NUMBER


@register.filter
def waited(since: object, now: object) -> str:
    """Write how long it has been since an instant, in its largest unit, rounded down: ``3 days``, ``5 hours``."""
    if not isinstance(since, datetime) or not isinstance(now, datetime):
        return _NOT_A_NUMBER
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes >= _MINUTES_A_DAY:
        days = minutes // _MINUTES_A_DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)}
    if minutes >= _MINUTES_AN_HOUR:
        hours = minutes // _MINUTES_AN_HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def iso(value: object) -> str:
    """Write a date or an aware instant (in UTC) for ``<time datetime>``."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return value.isoformat() if isinstance(value, date) else _NOT_A_NUMBER


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: object) -> str:
    """Return the present query string with ``changes``; None or an empty text removes a key. Needs ``request``."""
    present = getattr(context.get("request"), "GET", None) or QueryDict()
    pairs = [(key, value) for key, values in present.lists() if key not in changes for value in values]
    pairs += [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
    return f"?{urlencode(pairs)}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """Return the numbers that a pager shows: first, last and two around the present page; 0 stands for a gap."""
    total = page.paginator.num_pages
    shown = sorted({1, total, *range(max(1, page.number - 2), min(total, page.number + 2) + 1)})
    numbers: list[int] = []
    for each in shown:
        if numbers and each - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(each)
    return numbers


@register.simple_tag
def placeholder_address(name: object) -> str:
    """Return the address of the drawing that stands in where a good has no picture."""
    return _address(f"assets/ph-{name or 'leaf'}.svg")


@register.simple_tag
def styled_field(field: BoundField, classes: str, hint: str = "") -> SafeString:
    """Render a form field's widget with the design system's class, its errors and its help text bound to it."""
    described = []
    if hint or field.help_text:
        described.append(f"{field.auto_id}_helptext")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    attributes: dict[str, Any] = {"class": f"{field.field.widget.attrs.get('class', '')} {classes}".strip()}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


@register.filter
def exponent(currency: str) -> int:
    """``{{ currency|exponent }}``: how many minor digits a currency has, for scripts."""
    return money.exponent(currency)


@register.filter
def plain(value: Decimal) -> str:
    """``{{ value|plain }}``: a decimal as scripts read it, without trailing zeros: ``12.5``."""
    return f"{value.normalize():f}"
