# The tables were made by the app ``search``, which has no migrations any more: a database of then has them.

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
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zh', models.TextField(blank=True)),
                ('vi', models.TextField(blank=True)),
                ('en', models.TextField(blank=True)),
                ('any', models.TextField(blank=True)),
                ('typed', models.TextField(blank=True)),
                ('is_two_way', models.BooleanField(default=True)),
                ('is_active', models.BooleanField(default=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'search_synonymgroup',
                'constraints': [models.CheckConstraint(condition=models.Q(('any', ''), ('en', ''), ('vi', ''), ('zh', ''), _negated=True), name='synonym_group_has_something_to_look_for'), models.CheckConstraint(condition=models.Q(models.Q(('is_two_way', True), ('typed', '')), models.Q(('is_two_way', False), models.Q(('typed', ''), _negated=True)), _connector='OR'), name='synonym_group_says_what_is_typed_only_when_one_way')],
            },
        ),
        CreateUnlessThere(
            name='SynonymVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'db_table': 'search_synonymversion',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='synonym_version_is_one_row')],
            },
        ),
        migrations.RunPython(*names_follow('synonymgroup', 'synonymversion', source='search', target='synonyms')),
    ]
