"""What a component says is found for the translators, in every syntax that its engine has."""

from __future__ import annotations

import pytest

from scripts.messages import COMPONENTS, in_component
from scripts.package_messages import key

A = "A new text"


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("A new text") }}',
        "{{ _('A new text') }}",
        '{{ gettext("A new text") }}',
        '{{ "x" if good else _("A new text") }}',
        '{{ (_("A new text") ~ "!")|upper }}',
        '{{ "x"|default(_("A new text")) }}',
        '{% set label = _("A new text") %}',
        '{% if said == _("A new text") %}{% endif %}',
        '{% macro one(label=_("A new text")) %}{% endmacro %}',
        '{{ price_range(price, _("A new text"), label=1) }}',
        '<a title="{{ _("A new text") }}">',
        "{% trans %}A new text{% endtrans %}",
        "{% trans %}\n    A new\n    text\n{% endtrans %}",
        '{% for one in [_("A new text")] %}{% endfor %}',
    ],
)
def test_a_new_text_is_found(source: str) -> None:
    assert [key(entry) for entry in in_component(source, name="x.html")] == [("", A)]


@pytest.mark.parametrize(
    "source",
    [
        '{{ ngettext("%(num)s good", "%(num)s goods", count) }}',
        "{% trans num=count %}{{ num }} good{% pluralize %}{{ num }} goods{% endtrans %}",
    ],
)
def test_a_plural_is_found(source: str) -> None:
    entries = list(in_component(source, name="x.html"))
    assert [(entry.msgid, entry.msgid_plural) for entry in entries] == [("%(num)s good", "%(num)s goods")]


def test_a_context_is_found() -> None:
    singular, plural = in_component('{{ pgettext("month", "May") }}\n{{ npgettext("c", "a", "b", 2) }}', name="x.html")
    assert key(singular) == ("month", "May")
    assert (*key(plural), plural.msgid_plural) == ("c", "a", "b")
    assert plural.occurrences == [("x.html", "2")]


def test_what_the_components_say_is_among_the_messages() -> None:
    names = {path.name: path.read_text(encoding="utf-8") for path in COMPONENTS.glob("*.html")}
    found = {entry.msgid for name, source in names.items() for entry in in_component(source, name=name)}
    assert {"Cold chain", "Lowest price", "in steps of %(step)s", "no harvest"} <= found
