"""What machines read on the page of a good: schema.org in a data block, which no policy for scripts concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.catalog.models import Good
from marketplace.catalog.selectors import PictureData
from marketplace.storefront.good_page import PackView


def product(
    good: Good,
    *,
    url: str,
    origin: str,
    pictures: Sequence[PictureData],
    packs: Sequence[PackView],
    facts: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return the good as schema.org ``Product``. What cannot be ordered bears no offer; nothing is said of ratings.

    Args:
        good: with category, producer and unit loaded.
        url: absolute address of the page.
        origin: ``https://host``.
        pictures: addresses below ``origin`` or absolute.
        packs: with their prices.
        facts: label and value, in the page's language.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "sku": good.sku,
        "name": good.name,
        "description": good.description or good.name,
        "category": good.category.name,
        "countryOfOrigin": {"@type": "Country", "name": good.origin_country},
        "manufacturer": {"@type": "Organization", "name": good.producer.name or good.producer.legal_name},
        "additionalProperty": [
            {"@type": "PropertyValue", "name": fact["label"], "value": fact["value"]} for fact in facts
        ],
    }
    if pictures:
        found["image"] = [absolute(picture.src, origin) for picture in pictures]
    prices = [row.unit_price for pack in packs if pack.can_be_ordered for row in pack.rows]
    if good.is_orderable and prices:
        found["offers"] = {
            "@type": "AggregateOffer",
            "url": url,
            "priceCurrency": good.price_currency,
            "lowPrice": f"{min(prices).normalize():f}",
            "highPrice": f"{max(prices).normalize():f}",
            "offerCount": len(prices),
            "availability": "https://schema.org/InStock",
        }
    return found


def absolute(address: str, origin: str) -> str:
    """Return an address of this site with its host."""
    return address if "://" in address else f"{origin}{address}"
