"""What editors bring: taken by ending and content, kept without metadata, and handed out as a download alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.users.models import UserProfile

from cms.blocks import services
from cms.blocks.models import SiteDocument, SiteImage
from cms.blocks.publishing import IMAGES_TO_CLEAN
from marketplace.accounts.models import User
from marketplace.catalog.models import StorefrontRevision
from marketplace.outbox.services import drain
from marketplace.outbox.services.claim import adopt_strays
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory
from tests.factories.outbox import OutboxMessageFactory
from tests.integration.cms import hostile_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: Any, db: None) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    StorefrontRevision.objects.get_or_create(pk=1)


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True, language="en"))
    return client


def upload(client: Client, what: str, name: str, data: bytes) -> Any:
    fields = {"title": "x", "collection": Collection.get_first_root_node().pk, "file": SimpleUploadedFile(name, data)}
    return client.post(f"/admin/{what}/add/", fields)


def upload_many(client: Client, what: str, name: str, data: bytes) -> Any:
    fields = {
        "title": "x",
        "collection": Collection.get_first_root_node().pk,
        "files[]": SimpleUploadedFile(name, data),
    }
    return client.post(f"/admin/{what}/multiple/add/", fields, headers={"X-Requested-With": "XMLHttpRequest"})


def kept(name: str = "x.html", data: bytes = files.SCRIPT, collection: Collection | None = None) -> SiteDocument:
    """A document that came in somehow, past the form."""
    root = collection or Collection.get_first_root_node()
    made: SiteDocument = SiteDocument.objects.create(title="x", file=ContentFile(data, name=name), collection=root)
    return made


def stored(name: str, data: bytes) -> SiteImage:
    """A picture that came in before pictures were cleaned at the door."""
    image: SiteImage = SiteImage.objects.create(title=name, file=ContentFile(data, name=name))
    image.file.close()
    return image


@pytest.mark.parametrize("name", files.TAKEN)
def test_what_is_on_the_list_and_is_what_it_says_is_taken(operator: Client, name: str) -> None:
    assert upload(operator, "documents", name, files.TAKEN[name]).status_code == 302
    document = SiteDocument.objects.get()
    with document.file.open() as file:
        assert file.read() == files.TAKEN[name]
    assert document.file_hash
    answer = upload_many(operator, "documents", name, files.TAKEN[name])
    assert answer.json()["success"] is True


@pytest.mark.parametrize("name", files.REFUSED)
def test_anything_else_is_a_form_error(operator: Client, name: str) -> None:
    answer = upload(operator, "documents", name, files.REFUSED[name])
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert upload_many(operator, "documents", name, files.REFUSED[name]).json()["success"] is False
    assert not SiteDocument.objects.exists()


def test_another_file_for_a_document_is_looked_at_as_well(operator: Client) -> None:
    upload(operator, "documents", "a.pdf", files.PDF)
    document = SiteDocument.objects.get()
    fields = {"title": "x", "collection": document.collection_id, "file": SimpleUploadedFile("a.pdf", files.SCRIPT)}
    answer = operator.post(f"/admin/documents/edit/{document.pk}/", fields)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.html", "application/octet-stream"), ("x.svg", "application/octet-stream"), ("a.pdf", "application/pdf"),
        ("a.txt", "text/plain; charset=utf-8"), ("a.jpg", "image/jpeg"),
    ],
)  # fmt: skip
def test_a_document_leaves_as_a_download_that_can_do_nothing(client: Client, name: str, kind: str) -> None:
    response = client.get(kept(name).url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert b"".join(response) == files.SCRIPT
    assert client.post(kept(name).url).status_code == 405


def test_no_other_address_leads_to_a_document(client: Client, operator: Client, settings: Any) -> None:
    document = kept()
    name = document.file.name
    assert not (settings.MEDIA_ROOT / name).exists()
    left = settings.MEDIA_ROOT / "documents" / "x.html"
    left.parent.mkdir(parents=True)
    left.write_bytes(files.SCRIPT)
    for path in (
        f"/media/{name}", "/media/documents/x.html", "/media/DOCUMENTS/x.html", "/media/goods/../documents/x.html",
        "/media/goods/%2e%2e/documents/x.html", "/media//documents/x.html", "/media/documents%2Fx.html",
        "/media/../private/documents/x.html", f"/static/{name}", f"/private/{name}", f"/{name}",
        f"/documents/{document.pk}/", f"/documents/{document.pk}/other.html", f"/documents/{document.pk + 1}/x.html",
        f"/documents/{'9' * 18}/x.html", f"/documents/{'9' * 40}/x.html",
    ):  # fmt: skip
        for reader in (Client(), operator):
            assert reader.get(path).status_code in {400, 404}, path
    with pytest.raises(NotImplementedError):
        document.file.storage.url(name)


def test_the_media_folder_gives_pictures_alone(client: Client, settings: Any) -> None:
    for name in ("images/x.html", "goods/x.svg", "scenes/x", "original_images/x.jpg.html", "other/x.jpg", "x.jpg"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.SCRIPT)
        assert client.get(f"/media/{name}").status_code == 404, name
    (settings.MEDIA_ROOT / "images" / "x.jpg").write_bytes(files.SCRIPT)
    shown = client.get("/media/images/x.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    shown.close()


def test_a_private_document_is_private_and_no_cache_keeps_it(client: Client) -> None:
    secret = Collection.get_first_root_node().add_child(name="Only for who is signed in")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type=CollectionViewRestriction.LOGIN)
    below = secret.add_child(name="And below")
    for collection in (secret, below):
        document = kept("a.pdf", files.PDF, collection)
        refused = client.get(document.url)
        assert refused.status_code == 302
        assert refused["Location"].startswith("/_util/login/") or "login" in refused["Location"]
        assert "no-store" in refused["Cache-Control"]
        # Who knows its content learns nothing either.
        assert client.get(document.url, headers={"If-None-Match": f'"{document.file_hash}"'}).status_code == 302
        reader = Client()
        reader.force_login(MembershipFactory.create().user)
        shown = reader.get(document.url)
        assert b"".join(shown) == files.PDF
        assert shown["Cache-Control"] == "private, no-store"


def test_a_document_for_a_group_is_for_nobody_else(client: Client) -> None:
    secret = Collection.get_first_root_node().add_child(name="For the operators")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type=CollectionViewRestriction.GROUPS)
    client.force_login(MembershipFactory.create().user)
    assert client.get(kept("a.pdf", files.PDF, secret).url).status_code in {302, 403}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_without_the_place_where_it_was_taken(operator: Client, kind: str) -> None:
    data = files.with_place(kind)
    assert files.SECRET in data
    assert upload(operator, "images", f"a.{kind.lower()}", data).status_code == 302
    image = SiteImage.objects.get()
    with image.file.open() as file:
        stored = file.read()
    assert files.SECRET not in stored
    with Image.open(io.BytesIO(stored)) as shown:
        assert not shown.getexif()
        assert shown.format == kind
        # Upright: what the camera said of it was done before it was forgotten.
        assert (image.width, image.height) == shown.size == (340, 400)
    assert operator.get(f"/admin/images/{image.pk}/").status_code == 200
    services.make_sizes(image_id=image.pk)
    image.refresh_from_db()
    made = [Path(image.file.path).parent.parent / one["name"] for one in image.made["files"]]
    assert made
    assert not any(files.SECRET in path.read_bytes() for path in made)


def test_a_picture_that_bears_nothing_else_is_kept_byte_by_byte(operator: Client) -> None:
    data = files.picture()
    upload(operator, "images", "a.jpg", data)
    with SiteImage.objects.get().file.open() as file:
        assert file.read() == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.jpg", files.picture()[:9_000]), ("cut.png", files.picture("PNG")[:9_000]),
        ("cut.webp", files.picture("WEBP")[:4_000]), ("bomb.png", files.bomb()),
        ("large.png", files.bomb(20_000, 20_000)),
        ("html.jpg", files.SCRIPT), ("svg.png", files.SVG), ("a.svg", files.SVG), ("a.gif", files.picture("GIF")),
        ("empty.jpg", b""), ("png.jpg", files.picture("PNG")), ("head.jpg", files.picture()[:40]),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_shown_is_a_form_error(operator: Client, name: str, data: bytes) -> None:
    answer = upload(operator, "images", name, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    many = upload_many(operator, "images", name, data)
    assert many.status_code == 400 or many.json()["success"] is False
    assert not SiteImage.objects.exists()


@pytest.mark.parametrize(("language", "sentence"), [("vi", "Không đọc được ảnh này"), ("zh-hans", "无法读取这张图片")])
def test_the_error_is_in_the_editors_language(client: Client, language: str, sentence: str) -> None:
    editor = UserFactory.create(is_staff=True, is_superuser=True, language=language)
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)
    answer = upload(client, "images", "cut.jpg", files.picture()[:9_000])
    assert sentence in str(answer.context["form"].errors["file"])


def test_pictures_of_before_are_cleaned_once(now: Any) -> None:
    dirty = [
        SiteImage.objects.create(title=f"{n}", file=ContentFile(files.with_place(), name=f"{n}.jpg")) for n in range(3)
    ]
    clean = SiteImage.objects.create(title="clean", file=ContentFile(files.picture(), name="clean.jpg"))
    broken = SiteImage.objects.create(title="cut", file=ContentFile(files.picture(), name="cut.jpg"))
    Path(broken.file.path).write_bytes(files.picture()[:9_000])
    names = {image.pk: image.file.name for image in (*dirty, clean)}
    call_command("clean_pictures")
    for image in dirty:
        image.refresh_from_db()
        assert image.file.name != names[image.pk]
        assert files.SECRET not in Path(image.file.path).read_bytes()
        assert (image.width, image.height) == (340, 400)
    clean.refresh_from_db()
    assert clean.file.name == names[clean.pk]
    after = {image.pk: image.file.name for image in SiteImage.objects.all()}
    call_command("clean_pictures")
    assert after == {image.pk: image.file.name for image in SiteImage.objects.all()}


def test_the_worker_cleans_a_few_at_a_time(now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CHUNK", 2)
    for number in range(3):
        stored(f"{number}.jpg", files.with_place())
    OutboxMessageFactory.create(topic=IMAGES_TO_CLEAN, lane="pictures", payload={"after": 0})
    adopt_strays()  # what lay in the lane of before goes over into the one of today
    assert drain(now=now, lanes=["heavy"]) == 2
    assert not any(files.SECRET in Path(image.file.path).read_bytes() for image in SiteImage.objects.all())


def test_the_picture_of_an_editor_bears_no_place_either() -> None:
    user: User = UserFactory.create()
    profile = UserProfile.objects.create(user=user)
    profile.avatar = SimpleUploadedFile("me.jpg", files.with_place())
    profile.save()
    assert files.SECRET not in Path(profile.avatar.path).read_bytes()
    profile.avatar = SimpleUploadedFile("me.jpg", files.with_place()[:9_000])
    profile.save()
    assert not profile.avatar
