"""The layers are the folders, foreign keys point downwards, and the diagram says the same."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from scripts.environment import ROOT

TOP = ("config", "cms", "marketplace", "search")
BESIDE = {"scripts", "deployment", "tests", "benchmarks"}  # programs around the site: nothing of the site imports them
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
OWN = ("marketplace.", "cms.", "search.")


def rooms(layer: str) -> list[str]:
    """The names in one layer of a contract, those in brackets (not built yet) included."""
    return [name.strip(" ()") for name in re.split(r"[|:]", layer)]


def ranks(contract: str) -> dict[str, int]:
    """Each room's height: 0 is the lowest layer."""
    layers = reversed(CONTRACTS[contract]["layers"])
    return {room: height for height, layer in enumerate(layers) for room in rooms(layer)}


def packages(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def modules() -> Iterator[Path]:
    for top in TOP:
        yield from (path for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts)


def test_the_top_folders_with_python_in_them_are_the_layers_of_the_contract() -> None:
    assert set(CONTRACTS["top"]["layers"]) == set(TOP)
    assert packages(ROOT) - BESIDE == set(TOP)


@pytest.mark.parametrize("container", ["marketplace", "cms"])
def test_every_room_has_its_layer_and_brackets_say_that_one_is_not_built(container: str) -> None:
    built = packages(ROOT / container)
    assert built <= set(ranks(container))
    for layers in (CONTRACTS[container]["layers"], diagram_layers(container)):
        bracketed = set(re.findall(r"\((\w+)\)", " ".join(layers)))
        assert {room for layer in layers for room in rooms(layer)} - bracketed == built


def test_the_contract_inside_the_rooms_covers_every_room_of_the_market() -> None:
    covered = {name.removeprefix("marketplace.") for name in CONTRACTS["inside"]["containers"]}
    assert covered == packages(ROOT / "marketplace")


def height(model: type[Model]) -> tuple[int, int]:
    """The height of a model of ours: of its top package, then of its room inside that."""
    top, room = model.__module__.split(".")[:2]
    return TOP[::-1].index(top), ranks(top).get(room, 0) if top in CONTRACTS else 0


def relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=False):
            target = field.related_model
            if isinstance(field, RelatedField) and isinstance(target, type):
                yield model, field.name, target


def test_foreign_keys_point_the_way_the_imports_do() -> None:
    upwards = [
        f"{model.__module__}.{model.__name__}.{name} -> {target.__module__}.{target.__name__}"
        for model, name, target in relations()
        if model.__module__.startswith(OWN)
        and target.__module__.startswith(OWN)
        and model.__module__.split(".")[:2] != target.__module__.split(".")[:2]
        and height(target) >= height(model)
    ]
    assert not upwards


def test_no_key_of_somebody_elses_model_points_into_ours_except_to_the_user() -> None:
    inwards = {
        f"{target.__module__}.{target.__name__}"
        for model, _, target in relations()
        if not model.__module__.startswith(OWN) and target.__module__.startswith(OWN)
    }
    assert inwards <= {"marketplace.accounts.models.users.User"}


# Parts that mean nothing without their whole, and go with it: model.field.
GOES_WITH_ITS_WHOLE = {
    "BasketLine.basket",
    "ClickCount.query",
    "HandedLine.handed_basket",
    "SavedSearchNotice.saved_search",
}


def test_rows_that_others_point_at_cannot_be_deleted_under_them() -> None:
    keys = (
        field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, RelatedField)
    )
    loose = {
        f"{key.model.__name__}.{key.name}"
        for key in keys
        if key.model.__module__.startswith("marketplace.")
        and not key.remote_field.parent_link
        and key.remote_field.on_delete.__name__ not in {"PROTECT", "RESTRICT"}
    }
    assert loose == GOES_WITH_ITS_WHOLE


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("." * node.level) + (node.module or ""), node.lineno


def test_nothing_of_the_site_imports_the_programs_around_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for name, line in imports(path)
        if name.split(".")[0] in BESIDE
    ]
    assert not wrong


# What turns a value into a page, a form or an answer, or keeps it for the next one: that is `web`'s.
DRAWS = (
    "django.forms", "django.http", "django.shortcuts", "django.template", "django.urls", "django.views",
    "django.contrib", "django.core.cache", "django.core.paginator", "django.db", "django.utils.html",
    "django.utils.safestring",
)  # fmt: skip


def test_the_kernel_is_plain_values_and_draws_nothing() -> None:
    drawing = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sorted((ROOT / "marketplace" / "kernel").rglob("*.py"))
        for name, line in imports(path)
        if name.startswith(DRAWS)
    ]
    assert not drawing


def test_the_single_window_simulator_shares_no_module_with_the_market() -> None:
    home = "marketplace.clearance.simulator"
    folder = ROOT / "marketplace" / "clearance" / "simulator"
    foreign = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in folder.rglob("*.py")
        for name, line in imports(path)
        if not name.startswith(home) and name.split(".")[0] not in {*sys.stdlib_module_names, "lxml"}
    ]
    assert not foreign
    users = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for name, line in imports(path)
        if name.startswith(home) and folder not in path.parents
    ]
    assert not users


def diagram_layers(name: str) -> list[str]:
    """The labels of the nodes of the Mermaid diagram under ``<!-- layers: name -->``, from the top down."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- layers: {name} -->\s*```mermaid\n(.*?)```", text, re.DOTALL)
    assert found, f"docs/architecture.md has no diagram of {name}"
    labels = dict(re.findall(r'(\w+)\["([^"]+)"\]', found[1]))
    below = dict(re.findall(r'(\w+)(?:\["[^"]+"\])? --> (\w+)', found[1]))
    [node] = set(labels) - set(below.values())
    chain = [node]
    while chain[-1] in below:
        chain.append(below[chain[-1]])
    return [labels[one] for one in chain]


def test_every_diagram_of_layers_on_the_page_has_its_contract() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- layers: (\w+) -->", page)) == sorted(CONTRACTS)


@pytest.mark.parametrize("contract", ["top", "marketplace", "cms", "inside"])
def test_the_diagram_shows_the_layers_that_the_contract_holds(contract: str) -> None:
    assert diagram_layers(contract) == CONTRACTS[contract]["layers"]
