"""The admin as an editor with every right walks it: no page says a word of English in Vietnamese or Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client
from lxml.html import HtmlElement
from wagtail.models import Collection, Page, Workflow
from wagtail.users.models import UserProfile

from cms.blocks.models import SiteDocument, SiteImage
from cms.navigation.models import MenuLink
from cms.stories.models import StoryPage
from marketplace.accounts.models import User
from scripts import package_messages
from tests.contracts.test_package_messages import HAN, LATIN, SAME, said
from tests.factories.accounts import UserFactory
from tests.integration.cms.reading import parse

pytestmark = pytest.mark.usefixtures("pages")
FOLDER: Final = {"vi": "vi", "zh-hans": "zh_Hans"}
ATTRIBUTES: Final = ("title", "aria-label", "placeholder", "alt", "value")
# Languages; what Wagtail writes without marking it: the search button of people who listen, a count of nothing, and
# labels that it makes of the names of fields where administrators give rights.
UNMARKED: Final = {"Search", "None", "Page", "Root page", "Site name"}
AS_THEY_ARE: Final = SAME | UNMARKED | {"English", "Tiếng Việt"}
# Names of rights and groups are rows of the database, and the records keep what they were called.
ROWS: Final = re.compile(
    r"Can (?:add|change|delete|view|choose|access|publish|lock|unlock)\b|Editors|Moderators|Operators"
)
WORDS: Final = re.compile(
    r"\b(?:the|this|and|of|with|pages?|images?|edit|delete|select|view|users?|sort|your|you|choose|save|published?|draft|"
    r"history|reports?|settings|comments?|workflow|tasks?|group|document|upload|hide|toggle|actions?|created|updated|"
    r"preview|privacy|collection|snippets?|root|none|market)\b",
    re.IGNORECASE,
)


def shown(page: HtmlElement) -> Iterator[str]:
    """Yield every text and name of a page that a person sees or hears."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "noscript", "svg", "textarea"}:
            texts = [element.tail]
        else:
            is_button = element.tag == "input" and element.get("type") in {"submit", "button"}
            names = [name for name in ATTRIBUTES if name != "value" or is_button]
            texts = [element.text, element.tail, *(element.get(name) for name in names)]
        yield from (" ".join(text.split()) for text in texts if text and text.strip())


def english() -> set[str]:
    """Return what the packages say in English, where it is of letters alone."""
    return {name[1] for name in package_messages.wanted() if "%" not in name[1] and "{" not in name[1]}


def is_foreign(text: str, known: set[str], language: str) -> bool:
    if text in AS_THEY_ARE or ROWS.search(text):
        return False
    if text in known and text not in {one for texts in said(FOLDER[language]).values() for one in texts}:
        return True
    if language == "zh-hans":
        return bool(WORDS.search(text) and LATIN.search(text) and not HAN.search(text))
    return bool(WORDS.search(text)) and text.isascii()


@pytest.fixture
def addresses(pages: None) -> list[str]:
    """Every kind of page of the admin that opens by its address."""
    story = StoryPage.objects.first()
    home = Page.objects.get(depth=2)
    image, document = SiteImage.objects.first(), SiteDocument.objects.create(title="x", file="documents/x.pdf")
    link, workflow = MenuLink.objects.first(), Workflow.objects.first()
    collection = Collection.get_first_root_node().add_child(name="x")
    person = UserFactory.create()
    assert story is not None
    assert link is not None
    assert workflow is not None
    one = f"pages/{story.pk}"
    of_pages = [
        *("pages/", f"pages/{home.pk}/", f"pages/{home.pk}/add_subpage/", "pages/search/?q=a"),
        *(f"{one}/{act}/" for act in ("edit", "history", "usage", "delete", "copy", "move", "unpublish", "privacy")),
        *(f"bulk/wagtailcore/page/{act}/?id={story.pk}" for act in ("delete", "move", "publish", "unpublish")),
        *("pages/usage/cms_stories/storypage/", "choose-page/", "choose-external-link/", "choose-anchor-link/"),
    ]
    of_files = [
        *("images/", "images/add/", "images/multiple/add/", "documents/", "documents/add/", "documents/multiple/add/"),
        *(
            f"documents/edit/{document.pk}/",
            f"documents/delete/{document.pk}/",
            "images/chooser/",
            "documents/chooser/",
        ),
        *(
            f"bulk/cms_blocks/sitedocument/{act}/?id={document.pk}"
            for act in ("add_tags", "add_to_collection", "delete")
        ),
        *(
            "collections/",
            "collections/add/",
            f"collections/{collection.pk}/",
            f"collections/{collection.pk}/delete/",
        ),
    ]
    if image is not None:
        of_files += [f"images/{image.pk}/", f"images/{image.pk}/delete/", f"images/usage/{image.pk}/"]
    snippet = "snippets/cms_navigation/menulink"
    of_others = [
        *(f"{snippet}/", f"{snippet}/add/", f"{snippet}/edit/{link.pk}/", f"{snippet}/history/{link.pk}/"),
        *(f"{snippet}/delete/{link.pk}/", f"{snippet}/usage/{link.pk}/"),
        *(f"reports/{name}/" for name in ("site-history", "aging-pages", "locked", "workflow", "workflow_tasks")),
        *("reports/page-types-usage/", "workflows/list/", "workflows/add/", f"workflows/edit/{workflow.pk}/"),
        *("workflows/tasks/index/", "redirects/", "redirects/add/", "redirects/import/", "sites/", "sites/new/"),
        *("users/", "users/new/", f"users/delete/{person.pk}/", f"users/edit/{person.pk}/"),
        *("groups/", "groups/new/", "account/", "", "operations/", "operations/audit/", "none-such/"),
    ]
    return [f"/admin/{path}" for path in (*of_pages, *of_files, *of_others)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "zh-hans"])
def test_no_page_of_the_admin_says_a_word_of_english(client: Client, addresses: list[str], language: str) -> None:
    person: User = UserFactory.create(is_staff=True, is_superuser=True, language=language, name="李梅")
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
    client.force_login(person)
    known, wrong, opened = english(), set(), 0
    for address in addresses:
        response = client.get(address)
        if response.status_code not in {200, 404} or not response.content.strip():
            continue
        opened += response.status_code == 200
        text = response.content
        if "json" in response.headers["Content-Type"]:
            text = f"<div>{response.json().get('html', '')}</div>".encode()
        wrong |= {f"{one!r} on {address}" for one in shown(parse(text)) if is_foreign(one, known, language)}
    assert opened > 60, "the pages are those that the admin has"
    assert not wrong, "\n".join(sorted(wrong))
