"""Writes to the catalogue. Each locks the good, leaves an audit event, tells the search, and moves the
storefront's revision last.
"""

from marketplace.catalog.services.goods import create_good, update_good_facts, update_good_texts, verify_hs_code
from marketplace.catalog.services.packs import (
    add_pack,
    locked_pack,
    set_availability,
    set_order_rule,
    update_pack_texts,
)
from marketplace.catalog.services.pictures import add_picture, make_renditions
from marketplace.catalog.services.prices import store_price_range
from marketplace.catalog.services.publication import (
    lift_good_suspension,
    publish_good,
    return_good,
    submit_good,
    suspend_good,
    withdraw_good,
)
from marketplace.catalog.services.revision import bump_storefront
from marketplace.catalog.services.worth import AT_ONCE, other_money, restate_worth

__all__ = [
    "AT_ONCE",
    "add_pack",
    "add_picture",
    "bump_storefront",
    "create_good",
    "lift_good_suspension",
    "locked_pack",
    "make_renditions",
    "other_money",
    "publish_good",
    "restate_worth",
    "return_good",
    "set_availability",
    "set_order_rule",
    "store_price_range",
    "submit_good",
    "suspend_good",
    "update_good_facts",
    "update_good_texts",
    "update_pack_texts",
    "verify_hs_code",
    "withdraw_good",
]
