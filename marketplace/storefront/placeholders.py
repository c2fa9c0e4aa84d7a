"""Which drawing stands in for a good without a picture, by its category."""

from __future__ import annotations

from typing import Final

DRAWINGS: Final[dict[str, str]] = {
    "fresh-fruit": "fruit", "subtropical-fruit": "fruit", "temperate-fruit": "grape", "citrus": "citrus",
    "vegetables": "veg", "fresh-vegetables": "veg", "pickles-sauces": "jar",
    "grain-noodle": "grain", "rice": "grain", "rice-noodles": "noodle",
    "soy-egg-meat": "soy", "tofu": "soy", "egg-honey-meat": "jar",
    "tea-coffee": "leaf", "tea": "leaf", "coffee": "coffee",
    "spice-herb": "herb", "spices": "herb", "herbs": "herb",
    "drinks": "wine", "wine": "wine", "spirits": "wine", "juice": "jar", "snacks-dried": "nut",
    "crafts": "pottery", "purple-pottery": "pottery", "tinware": "metal", "metal-inlay": "metal", "textile": "textile",
    "flowers-plants": "flower", "rubber-industrial": "industrial",
}  # fmt: skip


def placeholder(category_code: str, parent_code: str = "") -> str:
    """Return the name of the drawing (``assets/ph-<name>.svg``); a leaf where nothing fits better."""
    return DRAWINGS.get(category_code) or DRAWINGS.get(parent_code, "leaf")
