"""The rows that events are about: found by what people call them, and called so again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog.models import Good
from marketplace.clearance.models import HandOff
from marketplace.companies.models import Company
from marketplace.kernel.languages import SUFFIXES
from marketplace.orders.models import Order, ProducerOrder
from marketplace.payments.models import BankTransfer

# What one search may lead to; more is too wide a question.
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row. ``by``: the column that people know it by; ``rows``: all of them, as operators may see them."""

    label: str
    name: Promise | str
    by: str
    rows: Callable[[], QuerySet[Any]]


KINDS: Final = (
    Kind("orders.order", _("Order"), "number", Order.objects.for_operations),
    Kind("orders.producerorder", _("Producer’s part"), "number", ProducerOrder.objects.for_operations),
    Kind("catalog.good", _("Good"), "sku", Good.objects.all),
    Kind("companies.company", _("Company"), "slug", Company.objects.all),
    Kind("payments.banktransfer", _("Bank transfer"), "reference", BankTransfer.objects.for_operations),
    Kind("clearance.handoff", _("Hand-off"), "order_number", HandOff.objects.for_operations),
    Kind("accounts.user", _("Person"), "email", User.objects.all),
)
_BY_LABEL: Final[Mapping[str, Kind]] = {kind.label: kind for kind in KINDS}


def subjects(text: str) -> list[tuple[str, str]]:
    """Return the rows that are called ``text``: number, SKU, reference, address. One query a kind, by its index."""
    forms = {text, text.upper(), text.lower()}
    return [
        (kind.label, str(pk))
        for kind in KINDS
        for pk in kind.rows().filter(**{f"{kind.by}__in": forms}).order_by("pk").values_list("pk", flat=True)[:MOST]
    ]


def people(text: str) -> list[int]:
    """Return people by e-mail address or part of a name, at most MOST. One query."""
    found = User.objects.filter(Q(email__iexact=text) | Q(name__icontains=text))
    return list(found.order_by("pk").values_list("pk", flat=True)[:MOST])


def companies(text: str) -> list[int]:
    """Return companies by part of a name, address or tax code, at most MOST. One query."""
    names = (*(f"name_{suffix}" for suffix in SUFFIXES), "legal_name")
    wanted = Q(slug__iexact=text) | Q(tax_code__iexact=text)
    for name in names:
        wanted |= Q(**{f"{name}__icontains": text})
    return list(Company.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)[:MOST])


def called(events: Iterable[AuditEvent]) -> dict[tuple[str, str], str]:
    """Return what the rows of these events are called, for those that are still there. One query a kind."""
    keys: dict[str, set[str]] = {}
    for event in events:
        keys.setdefault(event.subject_type, set()).add(event.subject_id)
    found: dict[tuple[str, str], str] = {}
    for label in keys.keys() & _BY_LABEL.keys():
        rows: QuerySet[Model] = _BY_LABEL[label].rows().filter(pk__in=[pk for pk in keys[label] if pk.isdigit()])
        found |= {(label, str(pk)): str(name) for pk, name in rows.values_list("pk", _BY_LABEL[label].by)}
    return found


def kind_name(label: str) -> str:
    """Return what a kind of row is called in the reader's language, its label where no word is known."""
    kind = _BY_LABEL.get(label)
    return str(kind.name) if kind else label
