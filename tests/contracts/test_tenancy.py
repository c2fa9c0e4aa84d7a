"""The edges reach a tenant's rows only through QuerySets that say whose they are. Read from the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps

ROOT: Final = Path(__file__).parents[2]
EDGES: Final = ("storefront", "producer_portal", "operations", "kiosk", "api")
ANYWHERE: Final = ""
# Model -> the edge in which what follows ``objects`` must be one of these.
DOORS: Final[dict[str, dict[str, frozenset[str]]]] = {
    "Basket": {ANYWHERE: frozenset({"of_owner"})},
    "BasketLine": {ANYWHERE: frozenset({"of_visitor", "of_user"})},
    "Order": {ANYWHERE: frozenset({"of_buyer"}), "operations": frozenset({"for_operations"})},
    "ProducerOrder": {
        ANYWHERE: frozenset({"of_buyer"}),
        "producer_portal": frozenset({"of_producer"}),
        "operations": frozenset({"for_operations"}),
    },
    "OrderLine": {ANYWHERE: frozenset()},
    "BankTransfer": {ANYWHERE: frozenset(), "operations": frozenset({"for_operations"})},
    "HandOff": {ANYWHERE: frozenset(), "operations": frozenset({"for_operations"})},
    "Receipt": {ANYWHERE: frozenset(), "operations": frozenset({"for_operations"})},
    "QuarantinedEnvelope": {ANYWHERE: frozenset(), "operations": frozenset({"for_operations"})},
    "Membership": {ANYWHERE: frozenset({"of_user"})},
    "MembershipRole": {ANYWHERE: frozenset()},
    # Through the selectors and services of accounts alone.
    "SavedSearch": {ANYWHERE: frozenset()},
    "RecentSearch": {ANYWHERE: frozenset()},
}
# A producer's own goods; the other edges show published ones to everybody.
IN_THE_PORTAL: Final = {"Good": frozenset[str](), "Pack": frozenset[str]()}
MANAGERS: Final = frozenset({"objects", "_default_manager", "_base_manager", "all_objects"})
SHORTCUTS: Final = frozenset({"get_object_or_404", "get_list_or_404"})


def doors(model: str, edge: str) -> frozenset[str] | None:
    """Return what may follow ``objects`` of a model in an edge; None where anything may."""
    if edge == "producer_portal" and model in IN_THE_PORTAL:
        return IN_THE_PORTAL[model]
    own = DOORS.get(model)
    return None if own is None else own.get(edge, own[ANYWHERE])


def faults(source: str, edge: str) -> Iterator[str]:
    """Yield each way past the doors: a manager not followed by one, or a shortcut that takes the model itself."""
    tree = ast.parse(source)
    names = imported_as(tree)
    followers = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            model = names.get(last_name(node.value), last_name(node.value))
            allowed = doors(model, edge)
            if allowed is not None and followers.get(id(node)) not in allowed:
                yield f"line {node.lineno}: {model}.{node.attr}.{followers.get(id(node), '')}"
        elif isinstance(node, ast.Call) and last_name(node.func) in SHORTCUTS and node.args:
            model = names.get(last_name(node.args[0]), last_name(node.args[0]))
            if isinstance(node.args[0], ast.Name) and doors(model, edge) is not None:
                yield f"line {node.lineno}: {last_name(node.func)}({model})"


def imported_as(tree: ast.AST) -> dict[str, str]:
    """Return local name -> name where it comes from, so that a model under another name is still seen."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def last_name(node: ast.AST) -> str:
    return str(getattr(node, "attr", "") or getattr(node, "id", ""))


def files() -> list[Path]:
    found = [path for edge in EDGES for path in (ROOT / "marketplace" / edge).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def test_edges_come_to_tenants_rows_only_through_querysets_that_say_whose() -> None:
    found = []
    for path in files():
        edge = path.relative_to(ROOT / "marketplace").parts[0]
        found += [f"{path.relative_to(ROOT)}, {fault}" for fault in faults(path.read_text(encoding="utf-8"), edge)]
    assert not found, "\n".join(found)


def test_every_door_is_a_method_of_its_models_queryset() -> None:
    models = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("marketplace.")}
    for name, by_edge in DOORS.items():
        for door in frozenset[str]().union(*by_edge.values()):
            assert hasattr(models[name].objects.all(), door), f"{name} has no {door}"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("edge", "source"),
    [
        ("storefront", "Order.objects.filter(number=number)"),
        ("storefront", "Order.objects.for_operations()"),
        ("storefront", "models.Order.objects.all().of_buyer(company)"),
        ("storefront", "orders = Order.objects"),
        ("storefront", "from marketplace.orders.models import Order as O\nO._default_manager.get(pk=1)"),
        ("storefront", "get_object_or_404(Order, number=number)"),
        ("producer_portal", "ProducerOrder.objects.of_buyer(company)"),
        ("producer_portal", "Good.objects.get(sku=sku)"),
        ("api", "BankTransfer.objects.for_operations()"),
    ],
)
def test_a_way_past_the_doors_is_seen(edge: str, source: str) -> None:
    assert list(faults(source, edge))


@pytest.mark.parametrize(
    ("edge", "source"),
    [
        ("storefront", "Order.objects.of_buyer(company).filter(number=number)"),
        ("operations", "get_object_or_404(HandOff.objects.for_operations(), order_number=number)"),
        ("storefront", "Good.objects.all()"),
        ("producer_portal", "ProducerOrder.objects.of_producer(company)"),
    ],
)
def test_a_way_through_a_door_is_none(edge: str, source: str) -> None:
    assert not list(faults(source, edge))
