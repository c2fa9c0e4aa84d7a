# The tables were made by the app ``query_log``, which has no migrations any more: a database of then has them.

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from marketplace.audit.moves import CreateUnlessThere, names_follow


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        CreateUnlessThere(
            name='EnginePace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('up_to_ms', models.PositiveIntegerField()),
                ('is_degraded', models.BooleanField(default=False)),
                ('times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'query_log_enginepace',
                'constraints': [models.UniqueConstraint(fields=('day', 'up_to_ms', 'is_degraded'), name='engine_pace_unique_per_day')],
            },
        ),
        CreateUnlessThere(
            name='QueryCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('text', models.CharField(blank=True, max_length=80)),
                ('lang', models.CharField(max_length=8)),
                ('kind', models.CharField(choices=[('search', 'Search'), ('refined', 'Refined')], max_length=8)),
                ('times', models.PositiveIntegerField(default=0)),
                ('zero_times', models.PositiveIntegerField(default=0)),
                ('degraded_times', models.PositiveIntegerField(default=0)),
                ('results', models.PositiveIntegerField(default=0)),
                ('hours', models.PositiveIntegerField(default=0)),
                ('hour_count', models.PositiveSmallIntegerField(default=0)),
                ('clicks', models.PositiveIntegerField(default=0)),
                ('top_clicks', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'query_log_querycount',
                'constraints': [models.UniqueConstraint(fields=('day', 'text', 'lang', 'kind'), name='query_count_unique_per_day'), models.CheckConstraint(condition=models.Q(('lang__in', ('zh-hans', 'vi', 'en'))), name='query_count_language_is_ours'), models.CheckConstraint(condition=models.Q(('kind__in', ['search', 'refined'])), name='query_count_kind_is_known'), models.CheckConstraint(condition=models.Q(('zero_times__lte', django.db.models.expressions.CombinedExpression(models.F('times'), '-', models.F('degraded_times')))), name='query_count_zero_is_a_part'), models.CheckConstraint(condition=models.Q(('clicks__lte', models.F('times')), ('top_clicks__lte', models.F('clicks'))), name='query_count_clicks_are_a_part'), models.CheckConstraint(condition=models.Q(('hour_count__lte', 24), ('hours__lt', 16777216)), name='query_count_day_has_24_hours')],
            },
        ),
        CreateUnlessThere(
            name='ClickCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('times', models.PositiveIntegerField(default=0)),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='search_log.querycount')),
            ],
            options={
                'db_table': 'query_log_clickcount',
                'constraints': [models.UniqueConstraint(fields=('query', 'position'), name='click_count_unique_per_position'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='click_position_counts_from_one')],
            },
        ),
        migrations.RunPython(*names_follow('enginepace', 'querycount', 'clickcount', source='query_log', target='search_log')),
    ]
