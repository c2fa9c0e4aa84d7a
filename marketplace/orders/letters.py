"""What stands in mails about an order beside the sentences of the notice: its lines, and what upper rooms add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from django.template.loader import render_to_string

from marketplace.companies.models import Company
from marketplace.kernel.languages import texts_of
from marketplace.orders.models import Order, ProducerOrder
from marketplace.orders.states import OWES_NOTHING

# Called with the order, while the reader's language is active; an empty text adds nothing.
Section: TypeAlias = Callable[[Order], str]
_sections: Final[dict[str, Section]] = {}


def adds_to_order_mail(section: Section) -> Section:
    """Let ``section`` add to the mail that confirms an order; ``payments`` says there how to pay."""
    _sections[f"{section.__module__}.{section.__qualname__}"] = section
    return section


def order_details(order: Order) -> Callable[[str], str]:
    """Return what writes the lines of an order, each part with its producer, and what the upper rooms add."""

    def write(_language: str) -> str:
        standing = [part for part in order.producer_orders.all() if part.status not in OWES_NOTHING]
        texts = [_lines(standing, order=order), *(section(order) for section in _sections.values())]
        return "\n\n".join(text.strip() for text in texts if text.strip())

    return write


def part_details(part: ProducerOrder) -> Callable[[str], str]:
    """Return what writes the lines of one part, for its producer."""
    return lambda _language: _lines([part], order=None)


def name_of(company: Company) -> Mapping[str, str] | str:
    """Return a company's name for a mail: by language, or as it stands in the register."""
    return texts_of(company, "name") or company.legal_name


def _lines(parts: Iterable[ProducerOrder], *, order: Order | None) -> str:
    return render_to_string("mail/order_lines.txt", {"parts": parts, "order": order})
