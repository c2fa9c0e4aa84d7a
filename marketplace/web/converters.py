"""What stands in addresses and is typed or pasted by people."""

from __future__ import annotations

from marketplace.kernel.ids import typed_number


class TypedNumber:
    """The number of an order or of a part of it, in an address: ``<number:number>``. However it is written, the view
    gets it as it is stored.
    """

    regex = "[^/]{1,120}"

    def to_python(self, value: str) -> str:
        number = typed_number(value)
        if not number:
            raise ValueError("no letter and no digit")
        return number

    def to_url(self, value: str) -> str:
        return value
