"""Pictures of goods: kept once under the name of their content, shown in sizes that a task made."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.storage import default_storage

from marketplace.accounts.models import User
from marketplace.catalog import services, tasks
from marketplace.catalog.images import AcceptedImage
from marketplace.catalog.models import Good, Picture
from marketplace.catalog.selectors import cards, picture_data
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.registry import Refused
from tests.factories.catalog import GoodFactory
from tests.integration.catalog.conftest import jpeg, revision, told

pytestmark = pytest.mark.django_db
TEXTS = {"alt_zh_hans": "红米", "alt_vi": "Gạo đỏ", "alt_en": "Red rice"}


def add(good: Good, now: datetime, image: AcceptedImage | None = None) -> Picture:
    return services.add_picture(good_id=good.pk, image=image or jpeg(), texts=TEXTS, actor=None, now=now)


def test_a_picture_lies_under_the_name_of_its_content_once(now: datetime) -> None:
    image = jpeg(colour="green")
    first, second = add(GoodFactory.create(), now, image), add(GoodFactory.create(), now, image)
    assert first.file.name == second.file.name == f"goods/{image.digest}.jpg"
    with default_storage.open(first.file.name) as file:
        assert file.read() == image.data
    _, names = default_storage.listdir("goods")
    assert sum(name.startswith(image.digest) for name in names) == 1


def test_the_task_is_asked_and_the_page_shows_the_original_meanwhile(now: datetime) -> None:
    good = GoodFactory.create()
    picture = add(good, now)
    message = OutboxMessage.objects.get(topic="catalog.picture.added")
    assert (message.payload, message.lane) == ({"picture_id": picture.pk}, "heavy")
    shown = picture_data(picture, language="vi")
    assert (shown.src, shown.width, shown.alt) == (f"/media/{picture.file.name}", 400, "Gạo đỏ")
    assert (shown.avif, shown.webp, shown.jpeg) == ("", "", "")
    assert told() == [good.sku]


def test_pictures_stand_in_the_order_in_which_they_came(now: datetime) -> None:
    good = GoodFactory.create()
    assert [add(good, now, jpeg(colour=colour)).position for colour in ("red", "blue")] == [0, 1]


def test_the_sizes_are_on_the_page_once_they_are_made(now: datetime) -> None:
    good = GoodFactory.create()
    picture = add(good, now, jpeg(width=700, height=350))
    before, number = revision(), Good.objects.get(pk=good.pk).revision
    tasks.size_picture({"picture_id": picture.pk}, now=now)
    stem = f"/media/goods/{picture.file.name[6:-4]}"
    (card,) = cards([good.pk], language="zh-hans", revision=1)
    assert card.picture is not None
    assert card.picture.avif == f"{stem}-320.avif 320w, {stem}-640.avif 640w"
    assert card.picture.webp == f"{stem}-320.webp 320w, {stem}-640.webp 640w"
    assert (card.picture.src, card.picture.width, card.picture.height) == (f"{stem}-640.jpeg", 640, 320)
    assert card.picture.alt == "红米"
    assert (revision(), card.revision) == (before + 1, number + 1)
    for row in Picture.objects.get(pk=picture.pk).renditions:
        assert default_storage.exists(row["name"])


def test_making_the_sizes_twice_does_no_harm(now: datetime) -> None:
    picture = add(GoodFactory.create(), now)
    tasks.size_picture({"picture_id": picture.pk}, now=now)
    first = Picture.objects.get(pk=picture.pk).renditions
    tasks.size_picture({"picture_id": picture.pk}, now=now)
    assert Picture.objects.get(pk=picture.pk).renditions == first


def test_a_picture_that_has_gone_is_no_error(now: datetime) -> None:
    tasks.size_picture({"picture_id": 10**9}, now=now)


def test_a_file_that_broke_on_the_disk_becomes_a_dead_letter_at_once(now: datetime) -> None:
    broken = AcceptedImage(data=b"\xff\xd8\xff no picture", extension="jpg", width=400, height=400)
    picture = add(GoodFactory.create(), now, broken)
    with pytest.raises(Refused):
        tasks.size_picture({"picture_id": picture.pk}, now=now)
    assert Picture.objects.get(pk=picture.pk).renditions == []


def test_a_picture_of_a_draft_is_not_told(now: datetime, actor: User) -> None:
    before = revision()
    add(GoodFactory.create(draft=True), now)
    assert (told(), revision()) == ([], before)
