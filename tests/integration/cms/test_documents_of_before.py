"""Documents of a release before come over: row, number, tags, file; pictures of before are put down to be cleaned."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from wagtail.documents.models import Document
from wagtail.models import Collection

from cms.blocks.models import SiteDocument, SiteImage
from cms.blocks.publishing import IMAGES_TO_CLEAN
from marketplace.outbox.models import OutboxMessage
from tests.integration.cms.hostile_files import SCRIPT, with_place

pytestmark = pytest.mark.django_db
EDITOR = SimpleNamespace(connection=connection)  # all that a step over data asks of it


def test_a_document_of_before_keeps_its_number_and_leaves_the_media_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    root = Collection.get_first_root_node()
    before = Document.objects.create(pk=41, title="Course", file=ContentFile(SCRIPT, name="x.html"), collection=root)
    before.tags.add("course")
    lost = Document.objects.create(title="No file", file="documents/none.pdf", collection=root)
    made_at, name = before.created_at, before.file.name
    move = import_module("cms.blocks.migrations.0003_documents_of_before").move_documents
    move(apps, EDITOR)
    document = SiteDocument.objects.get(pk=41)
    assert (document.title, document.file.name, document.created_at) == ("Course", name, made_at)
    assert [tag.name for tag in document.tags.all()] == ["course"]
    assert (tmp_path / "private" / name).read_bytes() == SCRIPT
    assert not (tmp_path / "media" / name).exists()
    assert SiteDocument.objects.filter(pk=lost.pk).exists()
    assert not Document.objects.exists()
    assert SiteDocument.objects.create(title="New", file="documents/new.pdf", collection=root).pk > 41


def test_pictures_of_before_are_put_down_to_be_cleaned_once() -> None:
    ask = import_module("cms.blocks.migrations.0004_clean_pictures_of_before").ask_for_it
    ask(apps, EDITOR)
    assert not OutboxMessage.objects.filter(topic=IMAGES_TO_CLEAN).exists()
    SiteImage.objects.create(title="x", file=ContentFile(with_place(), name="x.jpg")).file.close()
    ask(apps, EDITOR)
    ask(apps, EDITOR)
    message = OutboxMessage.objects.get(topic=IMAGES_TO_CLEAN)
    assert (message.lane, message.payload) == ("pictures", {"after": 0})
