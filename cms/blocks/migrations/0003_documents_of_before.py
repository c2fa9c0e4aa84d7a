"""Documents of before move to the market's own table, and their files out of the media folder.

Numbers stay, so that links in texts lead on. Run again after a crash it finds files that have moved already. It does not
go back: in the media folder whoever guessed a name could open a document as a page of the market.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps


def move_documents(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Before = apps.get_model("wagtaildocs", "Document")
    SiteDocument = apps.get_model("cms_blocks", "SiteDocument")
    copied = 0
    for before in Before.objects.order_by("pk").iterator(chunk_size=200):
        SiteDocument.objects.create(
            pk=before.pk, title=before.title, file=before.file.name, collection_id=before.collection_id,
            uploaded_by_user_id=before.uploaded_by_user_id, file_size=before.file_size, file_hash=before.file_hash,
        )
        SiteDocument.objects.filter(pk=before.pk).update(created_at=before.created_at)
        _move_file(before.file.name)
        copied += 1
    if copied:
        _move_tags(apps)
        Before.objects.all().delete()
        with schema_editor.connection.cursor() as cursor:
            for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [SiteDocument]):
                cursor.execute(statement)


def _move_file(name: str) -> None:
    source, target = Path(settings.MEDIA_ROOT) / name, Path(settings.PRIVATE_ROOT) / name
    if not name or target.exists() or not source.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


def _move_tags(apps: Apps) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    TaggedItem = apps.get_model("taggit", "TaggedItem")
    old = ContentType.objects.filter(app_label="wagtaildocs", model="document").first()
    if old is not None:
        new, _ = ContentType.objects.get_or_create(app_label="cms_blocks", model="sitedocument")
        TaggedItem.objects.filter(content_type=old).update(content_type=new)


class Migration(migrations.Migration):

    dependencies = [
        ("cms_blocks", "0002_documents"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(move_documents, migrations.RunPython.noop)]
