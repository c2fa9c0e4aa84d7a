"""Room for longer names of states: by itself, for the linter of migrations takes any change of a column's type for one
that the code of before cannot read, and is told of this one by its name (``scripts/checks.py``).
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='order',
            name='status',
            field=models.CharField(choices=[('awaiting_verification', 'Awaiting verification of the buyer'), ('placed', 'Placed'), ('cancelled', 'Cancelled')], default='placed', max_length=21),
        ),
        migrations.AlterField(
            model_name='producerorder',
            name='status',
            field=models.CharField(choices=[('awaiting_verification', 'Awaiting verification of the buyer'), ('placed', 'Awaiting the producer’s confirmation'), ('confirmed', 'Confirmed by the producer'), ('declined', 'Declined by the producer'), ('cancelled', 'Cancelled')], default='placed', max_length=21),
        ),
    ]
