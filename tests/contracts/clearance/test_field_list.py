"""The mapping tables, the schema files and the published field list say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from marketplace.clearance.messages import ceb303, ceb304
from marketplace.clearance.messages.fields import Field, text_lengths
from marketplace.clearance.simulator.documents import SCHEMA_DIR

LIST: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "field_list.json").read_text())
XS: Final = "{http://www.w3.org/2001/XMLSchema}"
NUMBERS: Final = {"N19,5", "N5"}


@pytest.mark.parametrize(
    ("table", "node", "numbered_here"),
    [(ceb303.HEAD, "OrderHead", []), (ceb303.LINE, "OrderList", ["gnum"]), (ceb303.TRANSFER, "BaseTransfer", [])],
)
def test_a_mapping_table_is_the_published_list(table: tuple[Field, ...], node: str, numbered_here: list[str]) -> None:
    ours = [(field.element, field.type, field.required) for field in table]
    published = [(row["name"], row["type"], row["min"] == 1) for row in LIST[node] if row["name"] not in numbered_here]
    assert ours == published


def test_the_receipts_are_read_by_the_published_list() -> None:
    ours = [(element, (low, high)) for element, (low, high) in ceb304.RETURN.items()]
    assert ours == [(row["name"], text_lengths(row["type"])) for row in LIST["OrderReturn"]]


def schema(name: str) -> etree._Element:
    return etree.parse(SCHEMA_DIR / f"{name}.xsd").getroot()


def facets(root: etree._Element, type_name: str) -> dict[str, list[str]]:
    """Return the facets of a simple type of the schema and of those that it restricts."""
    found: dict[str, list[str]] = {}
    local = type_name.removeprefix("ceb:")
    while (restriction := root.find(f"{XS}simpleType[@name='{local}']/{XS}restriction")) is not None:
        for facet in restriction:
            found.setdefault(etree.QName(facet).localname, []).append(facet.get("value", ""))
        local = restriction.get("base", "").removeprefix("ceb:")
    return found


@pytest.mark.parametrize(
    ("file", "node"),
    [
        ("CEB303Message", "OrderHead"),
        ("CEB303Message", "OrderList"),
        ("CEB303Message", "BaseTransfer"),
        ("CEB303Message", "BaseSubscribe"),
        ("CEB304Message", "OrderReturn"),
    ],
)
def test_the_schema_has_the_elements_of_the_list_in_its_order(file: str, node: str) -> None:
    elements = schema(file).findall(f"{XS}complexType[@name='{node}']/{XS}sequence/{XS}element")
    found = [(element.get("name"), int(element.get("minOccurs", "1"))) for element in elements]
    assert found == [(row["name"], row["min"]) for row in LIST[node]]


@pytest.mark.parametrize(
    ("file", "node"),
    [("CEB303Message", "OrderHead"), ("CEB303Message", "OrderList"), ("CEB304Message", "OrderReturn")],
)
def test_the_schema_has_the_lengths_of_the_list(file: str, node: str) -> None:
    root = schema(file)
    for row in LIST[node]:
        element = root.find(f"{XS}complexType[@name='{node}']/{XS}sequence/{XS}element[@name='{row['name']}']")
        assert element is not None
        found = facets(root, element.get("type", ""))
        if row["type"] in NUMBERS:
            assert found.get("totalDigits", ["19"]) == ["19"]
            assert found.get("fractionDigits", ["5"]) == ["5"]
            assert found.get("minInclusive")
            continue
        lengths = text_lengths(row["type"])
        assert lengths is not None
        assert longest(found) == lengths[1], row["name"]


def longest(found: dict[str, list[str]]) -> int:
    """Return the greatest length that the facets let through: said outright, in a pattern, or by the choices."""
    if "pattern" in found and found["pattern"][0].endswith("}"):
        return int(found["pattern"][0].partition("{")[2].rstrip("}"))
    if "enumeration" in found:
        return max(len(choice) for choice in found["enumeration"])
    return int((found.get("length") or found["maxLength"])[0])
