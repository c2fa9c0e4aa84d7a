"""What follows when editors publish, move, close or delete, and when a picture changes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from cms.blocks.found import PageSource
from cms.blocks.models import MarketPage, SiteImage
from cms.blocks.publishing import IMAGE_CHANGED, PAGE_CHANGED
from cms.blocks.services import make_sizes
from cms.centres.models import CentreIndexPage
from cms.stories.models import StoryPage
from marketplace.catalog.models import StorefrontRevision
from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.services import drain
from search import documents, indexing
from search.querying import search

# Everything that the tests leave in the outbox is due by then.
LATER = datetime(2100, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("pages")


def revision() -> int:
    return StorefrontRevision.objects.get().value


def told() -> list[int]:
    """Keys of the pages that the outbox is to have found anew."""
    rows = OutboxMessage.objects.filter(topic=PAGE_CHANGED, state=MessageState.READY).order_by("pk")
    return [row.payload["page_id"] for row in rows]


@pytest.fixture(autouse=True)
def _quiet(pages: int) -> None:
    """Nothing is left to do from the planting."""
    OutboxMessage.objects.all().delete()


@pytest.fixture
def only_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only pages are to be found."""
    monkeypatch.setattr(documents, "_sources", {})
    documents.register(PageSource())
    indexing.rebuild()


def found(text: str, language: str = "vi") -> list[str]:
    return [hit.url for hit in search(q=text, lang=language).hits]


def test_publishing_moves_the_revision_and_tells_the_search(story: StoryPage) -> None:
    before = revision()
    story.save_revision()
    assert (revision(), told()) == (before, []), "a draft is nobody's business"
    story.save_revision().publish()
    assert revision() > before
    assert told() == [story.pk]
    assert OutboxMessage.objects.get(topic=PAGE_CHANGED).lane == "index"


def test_taking_back_and_deleting_tell_it_too(story: StoryPage) -> None:
    before = revision()
    story.unpublish()
    assert (told(), revision() > before) == ([story.pk], True)
    OutboxMessage.objects.all().delete()
    other = StoryPage.objects.get(slug="luchun-tea")
    other.delete()
    assert set(told()) == {other.pk} or told() == [other.pk]


def test_moving_a_page_tells_of_all_below_it() -> None:
    index = CentreIndexPage.objects.get()
    below = list(index.get_descendants(inclusive=True).values_list("pk", flat=True))
    target = MarketPage.objects.get(slug="stories").specific
    before = revision()
    index.move(target, pos="first-child")
    assert sorted(told()) == sorted(below)
    assert revision() > before


def test_a_new_order_of_the_stories_is_seen(story: StoryPage, client: Client) -> None:
    before = revision()
    story.move(story.get_parent(), pos="first-child")
    assert told() == [story.pk]
    assert revision() > before


def test_closing_a_page_tells_of_all_below_it(story: StoryPage) -> None:
    index = story.get_parent()
    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert story.pk in told()
    OutboxMessage.objects.all().delete()
    restriction.delete()
    assert story.pk in told()


@pytest.mark.usefixtures("only_pages")
def test_a_page_is_found_in_every_language_and_without_diacritics() -> None:
    address = "stories/jianshui-purple-pottery/"
    assert found("gom tim kien thuy")[0] == f"/vi/{address}"
    assert found("gốm tím Kiến Thủy")[0] == f"/vi/{address}"
    assert found("建水紫陶", "zh-hans")[0] == f"/zh-hans/{address}"
    assert found("purple pottery", "en")[0] == f"/en/{address}"


@pytest.mark.usefixtures("only_pages")
def test_the_search_follows_the_editors(story: StoryPage) -> None:
    address = "/vi/stories/jianshui-purple-pottery/"
    story.heading_vi = "Chuyện con voi Bản Đôn"
    story.save_revision().publish()
    assert address not in found("voi ban don")
    drain(now=LATER, lanes=["index"])
    assert found("voi ban don")[0] == address
    story.unpublish()
    drain(now=LATER, lanes=["index"])
    assert address not in found("voi ban don")


def test_drafts_closed_pages_and_the_home_page_are_no_answer(story: StoryPage) -> None:
    source = PageSource()
    assert f"page:{story.pk}" in {document.id for document in source.iter_documents()}
    assert {document.path for document in source.iter_documents()} & {""} == set()
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert list(source.documents_for([f"page:{story.pk}"])) == []
    StoryPage.objects.filter(slug="luchun-tea").update(live=False)
    other = StoryPage.objects.get(slug="luchun-tea")
    assert list(source.documents_for([f"page:{other.pk}", "page:x", "page:" + "9" * 40, "page:²"])) == []


def make_image(width: int = 700) -> SiteImage:
    data = BytesIO()
    Image.new("RGB", (width, 400), "#7a2e1f").save(data, "JPEG")
    image: SiteImage = SiteImage.objects.create(
        title="陶", alt_zh_hans="陶", alt_vi="Gốm", file=ImageFile(BytesIO(data.getvalue()), name="clay.jpg"),
        file_hash="", file_size=1,
    )  # fmt: skip
    return image


def test_the_sizes_of_a_picture_are_made_by_a_task_and_never_in_a_request() -> None:
    image = make_image()
    assert image.picture.avif == ""
    assert (image.picture.width, image.picture.height) == (700, 400)
    before = revision()
    drain(now=LATER, lanes=["heavy"])
    image.refresh_from_db()
    assert [f"{file['format']} {file['width']}" for file in image.made["files"]] == [
        "avif 320", "webp 320", "jpeg 320", "avif 640", "webp 640", "jpeg 640",
    ]  # fmt: skip
    assert image.picture.avif.endswith("-640.avif 640w")
    assert revision() > before
    assert not image.renditions.exists()


def test_making_the_sizes_twice_does_it_once() -> None:
    image = make_image()
    assert make_sizes(image_id=image.pk) == 6
    assert make_sizes(image_id=image.pk) == 0
    assert make_sizes(image_id=10**9) == 0


def test_a_new_file_gets_new_sizes() -> None:
    image = make_image()
    make_sizes(image_id=image.pk)
    OutboxMessage.objects.all().delete()
    image.refresh_from_db()
    image.title = "紫陶"
    image.save()
    assert not OutboxMessage.objects.filter(topic=IMAGE_CHANGED).exists()
    image.file_hash = "another file"
    image.save()
    assert OutboxMessage.objects.filter(topic=IMAGE_CHANGED).count() == 1
    assert image.picture.avif == "", "sizes of another file are not shown"


def test_a_file_that_is_no_picture_is_a_dead_letter_and_no_endless_try() -> None:
    image = make_image()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"not a picture")
    drain(now=LATER, lanes=["heavy"])
    message = OutboxMessage.objects.get(topic=IMAGE_CHANGED, payload={"image_id": image.pk})
    assert message.state == MessageState.DEAD
