"""How long a browser keeps what it got from ``/media/``."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from marketplace.catalog import services
from tests.factories.catalog import GoodFactory
from tests.integration.catalog.conftest import jpeg

pytestmark = pytest.mark.django_db


def test_a_picture_named_by_its_content_is_kept_for_a_year(client: Client, now: datetime) -> None:
    image = jpeg(colour="olive")
    picture = services.add_picture(good_id=GoodFactory.create().pk, image=image, texts={}, actor=None, now=now)
    response = client.get(picture.file.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == image.data


def test_another_file_is_asked_for_again_within_the_hour(client: Client) -> None:
    name = default_storage.save("images/scene.jpg", ContentFile(jpeg().data))
    response = client.get(default_storage.url(name))
    assert response["Cache-Control"] == "public, max-age=3600"
    response.close()


@pytest.mark.parametrize("path", ["goods/none.jpg", "goods/", "", "../honghe.sqlite3", "goods/../../secret", "%00"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code in {404, 400}


def test_nothing_can_be_sent_to_it(client: Client) -> None:
    assert client.post("/media/goods/none.jpg").status_code == 405
