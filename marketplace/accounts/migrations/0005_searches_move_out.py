# What people search for is a room of its own, saved_searches: the tables stay and are its.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_time_zone'),
        ('saved_searches', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='SavedSearchNotice'),
                migrations.DeleteModel(name='SavedSearch'),
                migrations.DeleteModel(name='RecentSearch'),
                migrations.DeleteModel(name='ChangedDocument'),
            ],
        ),
    ]
