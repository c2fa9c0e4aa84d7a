import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A membership holds a set of roles: the table. The roles come over in the next step."""

    dependencies = [("companies", "0003_one_form_of_codes_and_phones")]

    operations = [
        # The name of the check goes over to the new table with what it checks.
        migrations.RemoveConstraint(model_name="membership", name="membership_role_is_known"),
        migrations.CreateModel(
            name="MembershipRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("purchaser", "Purchaser"),
                            ("approver", "Approver"),
                            ("finance", "Finance"),
                            ("sales", "Sales"),
                            ("fulfilment", "Fulfilment"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_roles",
                        to="companies.membership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("membership", "role"), name="membership_role_held_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["owner", "purchaser", "approver", "finance", "sales", "fulfilment"])
                        ),
                        name="membership_role_is_known",
                    ),
                ],
            },
        ),
    ]
