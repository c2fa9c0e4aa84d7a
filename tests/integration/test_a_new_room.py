"""A room is added in its own folder: what it brings appears, and nothing else is touched but the list of layers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.environment import ROOT

FILES = {
    "honey/__init__.py": "",
    "honey/honeys.json": '{"honeys": ["buckwheat", "lychee"]}',
    "honey/demo.py": """
from marketplace.kernel.demo import data

def load(say, *, now):
    say("honeys", len(data("honeys", beside=__file__)["honeys"]))
""",
    "honey/apps.py": """
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

class HoneyConfig(AppConfig):
    name = "honey"

    def ready(self):
        from datetime import time
        from marketplace.accounts.groups import operators_see
        from marketplace.companies.capacities import CompanyKind, Role
        from marketplace.companies.rights import Act, register
        from marketplace.outbox.registry import every, handles
        from marketplace.web.menus import Entry, Menu, add
        from search import documents
        from honey.documents import Honeys

        line = dict(key="honey", label=_("Orders"), icon="boxes", position=150)
        add(Menu.OPERATIONS, Entry(page="operations:order-list", permission="orders.view_order", **line))
        add(Menu.PRODUCER, Entry(page="producer_portal:good-list", **line))
        add(Menu.ACCOUNT, Entry(page="account_home", is_for=lambda viewer: viewer.is_buyer, **line))
        operators_see("honey")
        register(Act("honey.taste", _("Orders"), CompanyKind.BUYER, frozenset({Role.OWNER})))
        every("honey.stir", label=_("Orders"), seconds=60)(lambda *, now: None)
        handles("honey.poured", lane="heavy")(lambda payload, *, now: None)
        documents.register(Honeys())
""",
    "honey/documents.py": """
from marketplace.kernel.demo import data
from search.documents import DocumentType, SearchDocument

class Honeys:
    prefix = "honey"

    def count(self):
        return 2

    def iter_documents(self):
        for name in data("honeys", beside=__file__)["honeys"]:
            yield SearchDocument(id=f"honey:{name}", type=DocumentType.PAGE, names={"en": name}, path=f"{name}/")

    def documents_for(self, ids):
        return [one for one in self.iter_documents() if one.id in ids]
""",
    "with_honey.py": """
from config.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "honey"]
""",
    "look.py": """
import json
from types import SimpleNamespace

import django

django.setup()
from django.utils import timezone, translation
from cms.home.management.commands.load_demo import parts
from marketplace.accounts import groups
from marketplace.companies.rights import act_of
from marketplace.operations.wagtail_hooks import menu
from marketplace.outbox import registry
from marketplace.web.menus import Menu, entries
from marketplace.web.templatetags.menus import menu_lines
from search import documents

def keys(**viewer):
    return [line.key for line in menu_lines("account", SimpleNamespace(**viewer))]

loads = {load.__module__: load for load in parts()}
said = {}
loads["honey.demo"](lambda what, count: said.update({what: count}), now=timezone.now())
with translation.override("vi"):
    seen = {
        "operations": [item.url for item in menu().menu.registered_menu_items],
        "account of a buyer": keys(is_buyer=True, is_producer=False),
        "account of a producer": keys(is_buyer=False, is_producer=True),
        "producer": [entry.key for entry in entries(Menu.PRODUCER)],
        "demo": said,
        "last": list(loads)[-1],
        "permission": groups._shown["honey"],
        "act": sorted(act_of("honey.taste").roles),
        "periodic": registry.periodic("honey.stir").lane,
        "topic": registry.route("honey.poured").lane,
        "document": documents.documents_for(["honey:lychee"])["honey:lychee"].path,
    }
print(json.dumps(seen))
""",
}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "with_honey",
        "DATA_DIR": str(folder / "data"),
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.slow
def test_what_a_new_room_registers_appears_everywhere(folder: Path) -> None:
    done = run(folder, "look.py")
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])

    assert seen["operations"].count("/admin/operations/orders/") == 2
    assert seen["account of a buyer"] == ["orders", "honey", "searches", "people", "account"]
    assert "honey" not in seen["account of a producer"]
    assert seen["producer"] == ["orders", "honey", "goods", "account"]
    assert (seen["demo"], seen["last"]) == ({"honeys": 2}, "honey.demo")
    assert seen["permission"] is True
    assert seen["act"] == ["owner"]
    assert (seen["periodic"], seen["topic"]) == ("default", "heavy")
    assert seen["document"] == "lychee/"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ('        operators_see("orders")', "orders"),
        ('        add(Menu.PRODUCER, Entry(page="x", **(line | {"key": "goods"})))', "goods"),
        ('        register(Act("order.place", _("Orders"), None, frozenset({Role.OWNER})))', "order.place"),
        ('        handles("order.placed")(print)', "order.placed"),
        ('        every("orders.waiting_parts", label="", seconds=1)(print)', "orders.waiting_parts"),
        ('        documents.register(type("Goods", (), {"prefix": "good"})())', "good"),
    ],
)
def test_a_key_that_another_room_has_fails_at_start(folder: Path, line: str, taken: str) -> None:
    path = folder / "honey" / "apps.py"
    path.write_text(f"{path.read_text()}\n{line}\n")

    done = run(folder, "-m", "django", "check")

    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert taken in done.stderr.splitlines()[-1]
