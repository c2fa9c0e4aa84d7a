from collections.abc import Iterator
from typing import Any

from django.db import migrations

BATCH = 1_000
# Kind of row -> the columns that lead from it to its companies.
COMPANIES = {
    "companies.company": ("id",),
    "catalog.good": ("producer_id",),
    "orders.order": ("buyer_id",),
    "orders.producerorder": ("producer_id", "order__buyer_id"),
    "payments.banktransfer": ("order__buyer_id",),
    "clearance.handoff": ("producer_order__producer_id", "producer_order__order__buyer_id"),
}


def link(apps: Any, schema_editor: Any) -> None:
    """Give the events of before the companies that they are about, a batch at a time; a second run adds nothing."""
    alias = schema_editor.connection.alias
    Link = apps.get_model("audit", "AuditEventCompany")
    for label, columns in COMPANIES.items():
        rows = apps.get_model(label).objects.using(alias)
        for events in batches(apps, alias, label):
            keys = {int(subject) for _, subject in events if subject.isdigit()}
            known = {pk: set(values) - {None} for pk, *values in rows.filter(pk__in=keys).values_list("pk", *columns)}
            found = [
                Link(event_id=event, company_id=company)
                for event, subject in events
                if subject.isdigit()
                for company in sorted(known.get(int(subject), ()))
            ]
            Link.objects.using(alias).bulk_create(found, ignore_conflicts=True)


def batches(apps: Any, alias: str, label: str) -> Iterator[list[tuple[int, str]]]:
    """Yield (key, subject) of the events about one kind of row, BATCH at a time."""
    events = apps.get_model("audit", "AuditEvent").objects.using(alias).filter(subject_type=label).order_by("pk")
    last = 0
    while found := list(events.filter(pk__gt=last).values_list("pk", "subject_id")[:BATCH]):
        yield found
        last = found[-1][0]


class Migration(migrations.Migration):
    """It stands in the highest room because it looks into all below; the table is the audit room's."""

    dependencies = [
        ("audit", "0002_companies_of_events"),
        ("companies", "0001_initial"),
        ("catalog", "0001_initial"),
        ("orders", "0001_initial"),
        ("payments", "0001_initial"),
        ("clearance", "0001_initial"),
    ]

    operations = [migrations.RunPython(link, migrations.RunPython.noop, elidable=True)]
