# The models were those of accounts: their tables are there and keep their names.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.audit.moves import names_follow


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0004_time_zone'),
        ('audit', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ChangedDocument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document_id', models.CharField(max_length=100, unique=True)),
                        ('changed_at', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'db_table': 'accounts_changeddocument',
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slot', models.PositiveSmallIntegerField()),
                        ('key', models.CharField(max_length=32)),
                        ('name', models.CharField(max_length=120)),
                        ('q', models.CharField(max_length=200)),
                        ('lang', models.CharField(max_length=8)),
                        ('filters', models.JSONField(default=list)),
                        ('notify', models.BooleanField(default=True)),
                        ('seen', models.JSONField(default=list)),
                        ('is_baseline_whole', models.BooleanField(default=False)),
                        ('baseline_at', models.DateTimeField()),
                        ('created_at', models.DateTimeField()),
                        ('last_notified_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'accounts_savedsearch',
                        'indexes': [models.Index(fields=['notify', 'user', 'id'], name='saved_search_to_be_told')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='saved_search_unique_per_user_and_question'), models.UniqueConstraint(fields=('user', 'slot'), name='saved_search_has_a_slot_of_its_own'), models.CheckConstraint(condition=models.Q(('slot__lt', 50)), name='saved_searches_are_at_most_fifty'), models.CheckConstraint(condition=models.Q(('q__gt', '')), name='saved_search_has_words'), models.CheckConstraint(condition=models.Q(('name__gt', '')), name='saved_search_has_a_name'), models.CheckConstraint(condition=models.Q(('lang__in', ('zh-hans', 'vi', 'en'))), name='saved_search_language_is_ours')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearchNotice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document_id', models.CharField(max_length=100)),
                        ('found_at', models.DateTimeField()),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('saved_search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='saved_searches.savedsearch')),
                    ],
                    options={
                        'db_table': 'accounts_savedsearchnotice',
                        'constraints': [models.UniqueConstraint(fields=('saved_search', 'document_id'), name='nobody_is_told_twice_of_a_document')],
                    },
                ),
                migrations.CreateModel(
                    name='RecentSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=32)),
                        ('q', models.CharField(max_length=200)),
                        ('lang', models.CharField(max_length=8)),
                        ('searched_at', models.DateTimeField()),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recent_searches', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'accounts_recentsearch',
                        'indexes': [models.Index(fields=['user', '-searched_at'], name='recent_searches_newest_first')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='recent_search_once_per_user_and_words'), models.CheckConstraint(condition=models.Q(('q__gt', '')), name='recent_search_has_words'), models.CheckConstraint(condition=models.Q(('lang__in', ('zh-hans', 'vi', 'en'))), name='recent_search_language_is_ours')],
                    },
                ),
            ],
        ),
        migrations.RunPython(*names_follow('changeddocument', 'recentsearch', 'savedsearch', 'savedsearchnotice', source='accounts', target='saved_searches')),
    ]
