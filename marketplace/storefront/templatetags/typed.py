"""Forms that show again what was typed into them before a change of language or a sign-in."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.utils.translation import get_language

from marketplace.storefront import typed

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_back(context: Context, form: object, action: str = "") -> str:
    """Fill a form that is drawn for the first time with what was kept for its address (``action``: not the page's)."""
    # A context of its own (``include … only``) keeps the request beside its values.
    request = getattr(context, "request", None) or context.get("request")
    if request is not None and isinstance(form, BaseForm) and not form.is_bound:
        typed.give_back(request, form, action)
    return ""


@register.filter
def is_given_back(form: object) -> bool:
    """Tell whether a form holds what was kept for it."""
    return bool(getattr(form, "is_given_back", False))


@register.simple_tag(takes_context=True)
def page_form(context: Context) -> dict[str, Any] | None:
    """Return how the language links are to send the page's form along, None where it has none with text in it."""
    form = context.get("form")
    if not context.get("carries_typed") and not typed.carries(form):
        return None
    was_refused = isinstance(form, BaseForm) and form.is_bound
    return {"name": typed.SWITCH, "value": f"{get_language()} {typed.REFUSED if was_refused else ''}".strip()}


@register.simple_tag(takes_context=True)
def typed_text(context: Context, action: str, name: str) -> str:
    """Return what was kept for one field that no form of Django draws, ``""`` for nothing."""
    request = getattr(context, "request", None) or context.get("request")
    draft = typed.take(request, action) if request is not None else None
    return next(iter(draft.values.get(name, ())), "") if draft else ""
