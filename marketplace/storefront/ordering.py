"""One page for all readers, without the order button for those who may not order.

What only somebody who may order needs stands between two marks. Visitors keep it: they may sign up. No text can hold a
mark: in texts "<" is always escaped.
"""

from __future__ import annotations

import re
from typing import Final

from django.template.loader import render_to_string

from marketplace.companies.wording import no_order
from marketplace.orders.acts import PLACE_ORDER
from marketplace.storefront.viewer import Presence

_MARKED: Final = re.compile(rb"<!--order-->.*?<!--/order-->", re.DOTALL)
_BEGIN: Final = b"<!--order-->"


def fitted(page: bytes, who: Presence) -> bytes:
    """Return a page as ``who`` may see it: who may not order reads once who may, in place of the first button."""
    if who.viewer is None or who.viewer.may_order or _BEGIN not in page:
        return page
    why = no_order(is_buyer=who.viewer.is_buyer, act=PLACE_ORDER)
    note = render_to_string("components/_refusal.html", {"refusal": why})
    return _MARKED.sub(b"", _MARKED.sub(lambda _: note.encode(), page, count=1))
