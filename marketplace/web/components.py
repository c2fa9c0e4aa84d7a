"""What is drawn per row, by a quicker engine than Django's: one file a component in ``frontend/components``.

Each file holds a macro of its own name, whose arguments are what the component needs.
Source: docs/adr/0032-what-is-drawn-per-row-is-a-component.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext, pgettext
from jinja2 import Environment

from marketplace.kernel import formats
from marketplace.web import component_syntax
from marketplace.web.templatetags.ui import icon, placeholder_address
from marketplace.web.texts import gettext, ngettext

ENGINE: Final = "components"  # its name in the settings


def environment(**options: Any) -> Environment:
    """Return the environment that the settings name."""
    found = component_syntax.environment(**options)
    found.install_gettext_callables(  # type: ignore[attr-defined]  # of its i18n
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    found.globals |= {"icon": icon, "placeholder_address": placeholder_address}
    found.filters |= {"bcp47": formats.bcp47, "number": _number}
    return found


def draw(name: str, /, **needs: Any) -> SafeString:
    """Draw a component in the active language.

    Args:
        name: of its file and of the macro in it.
        needs: the macro's arguments.

    Raises:
        django.template.TemplateDoesNotExist: there is no such component.
        TypeError: it does not take such an argument.
        jinja2.UndefinedError: something that it needs is not there.
    """
    return drawing(name)(**needs)


def drawing(name: str) -> Callable[..., SafeString]:
    """Return what draws a component, for who draws many of it. Raises as ``draw`` does."""
    template: Any = engines[ENGINE].get_template(f"{name}.html")
    found: Callable[..., SafeString] = getattr(template.template.module, name)
    return found


def _number(value: int) -> str:
    return formats.number(value, language=get_language() or settings.LANGUAGE_CODE)
