"""A name that a page does not give is found in its template, without drawing anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.template import engines

from marketplace.orders.models import ProducerOrder
from marketplace.producer_portal.forms import DeclineForm
from marketplace.web.pages import Page
from scripts import template_names
from scripts.environment import ROOT

FOLDER = ROOT / "frontend" / "templates"
# Doors whose pages are all dataclasses; the others follow.
WHOLE = ("producer_portal",)


def test_templates_name_nothing_that_their_pages_do_not_give() -> None:
    assert [str(fault) for fault in template_names.faults()] == []


@pytest.mark.parametrize("door", WHOLE)
def test_every_page_of_the_door_is_a_dataclass(door: str) -> None:
    drawn = {page.template for page in template_names.all_pages()}
    files = {f"{door}/{path.name}" for path in (FOLDER / door).glob("[!_]*.html")}
    assert files - drawn == set()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates may lie here as well."""
    templates: list[dict[str, Any]] = settings.TEMPLATES
    monkeypatch.setattr(settings, "TEMPLATES", [{**templates[0], "DIRS": [*templates[0]["DIRS"], tmp_path]}])
    unread: dict[str, Any] = {"templates": None, "_templates": None, "_engines": {}}
    for name, fresh in unread.items():
        monkeypatch.setitem(vars(engines), name, fresh)
    del vars(engines)["templates"]  # is made anew from the settings
    return tmp_path


@dataclass(frozen=True)
class Row:
    order: ProducerOrder
    form: DeclineForm


@dataclass(frozen=True, kw_only=True)
class Tried(Page):
    template: ClassVar[str] = ""

    title: str
    rows: list[Row]
    maybe: Row | None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{ title }}{{ tilte }}", ["nothing is called tilte"]),
        ("{% if titel %}x{% elif not title and missing %}y{% endif %}", ["called missing", "called titel"]),
        ("{% for row in rows %}{{ row.order.number }}{{ row.ordre }}{% endfor %}", ["Row has no ordre"]),
        ("{% for row in rows %}{{ row.order.order.buyer.nmae }}{% endfor %}", ["Company has no nmae"]),
        ("{% for row in rows %}{{ row.form.reason.errors }}{{ row.form.raeson }}{% endfor %}", ["has no raeson"]),
        ("{% for row in rows %}{{ forloop.counter }}{% endfor %}{{ row }}", ["nothing is called row"]),
        ("{{ maybe.order.lines.all }}{{ maybe.odrer }}", ["Row has no odrer"]),
        ("{% with one=maybe.order %}{{ one.nubmer }}{% endwith %}", ["ProducerOrder has no nubmer"]),
        ('{% include "_part.html" with order=maybe.order only %}', ["ProducerOrder has no nubmer", "called title"]),
        ('{% include "_part.html" with order=maybe.order %}', ["ProducerOrder has no nubmer"]),
        ('{% extends "_frame.html" %}{% block body %}{{ boddy }}{% endblock %}', ["called boddy", "called heading"]),
        ("{% blocktranslate with n=titl %}{{ n }} {{ m }}{% endblocktranslate %}", ["called m", "called titl"]),
        ('{% url "home" as home %}{{ home }}{{ hmoe }}', ["called hmoe"]),
        ("{{ title|default:tiltle }}", ["called tiltle"]),
    ],
)
def test_a_wrong_name_is_found_wherever_it_stands(
    text: str, wrong: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tried.html").write_text(text)
    (folder / "_part.html").write_text("{{ order.nubmer }}{{ title }}")
    (folder / "_frame.html").write_text("{{ heading }}{% block body %}{{ never }}{% endblock %}")
    monkeypatch.setattr(Tried, "template", "tried.html")

    found = sorted({fault.what for fault in template_names.faults_of(Tried)})

    assert len(found) == len(wrong), found
    assert all(one in what for one, what in zip(sorted(wrong), sorted(found, key=_tail), strict=True)), found


def _tail(what: str) -> str:
    return what.partition(": ")[2] or what.removeprefix("nothing is ")
