from typing import Any

from django.db import migrations

BATCH = 1_000
# Of several roles the one column keeps the one that may most.
RANK = ("owner", "purchaser", "sales", "approver", "finance", "fulfilment")


def forwards(apps: Any, schema_editor: Any) -> None:
    """Give every membership a set with the one role that it had."""
    Membership = apps.get_model("companies", "Membership")
    MembershipRole = apps.get_model("companies", "MembershipRole")
    alias = schema_editor.connection.alias
    rows = list(Membership.objects.using(alias).order_by("pk").values_list("pk", "role"))
    held = (MembershipRole(membership_id=pk, role=role) for pk, role in rows)
    MembershipRole.objects.using(alias).bulk_create(held, batch_size=BATCH, ignore_conflicts=True)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Write the role that may most back into the column."""
    Membership = apps.get_model("companies", "Membership")
    MembershipRole = apps.get_model("companies", "MembershipRole")
    alias = schema_editor.connection.alias
    for role in reversed(RANK):
        held = MembershipRole.objects.using(alias).filter(role=role)
        Membership.objects.using(alias).filter(pk__in=held.values("membership_id")).update(role=role)


class Migration(migrations.Migration):
    """Every membership keeps the role that it had, as the first of its set."""

    dependencies = [("companies", "0004_membership_roles")]

    operations = [migrations.RunPython(forwards, backwards)]
