"""The pages of the demonstration market: home, stories, centres, fair, courses, explanations, menus."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import escape
from wagtail.utils.file import hash_filelike

from cms.blocks.models import MarketPage, SiteImage
from cms.centres.models import CentreIndexPage, CentrePage
from cms.fairs.models import FairIndexPage, FairPage
from cms.home.models import HomePage
from cms.home.permissions import grant_editors
from cms.home.tree import ensure_home, ensure_page
from cms.navigation.models import MenuLink, Place
from cms.policies.models import LegalPage, PolicyIndexPage, PolicyPage
from cms.stories.models import StoryIndexPage, StoryPage
from cms.training.models import CourseIndexPage, CoursePage
from marketplace.kernel.languages import MAIN
from marketplace.reference.models import County

FOLDER: Final = Path(__file__).parent / "demo"
INDEXES: Final[Mapping[str, type[MarketPage]]] = {
    "stories": StoryIndexPage,
    "centres": CentreIndexPage,
    "fairs": FairIndexPage,
    "training": CourseIndexPage,
    "policies": PolicyIndexPage,
}
# A full stop ends a sentence, but not in "No. 282".
_SENTENCE_END: Final = re.compile(r"(?<=[。！？])|(?<=[.!?])(?<!No\.)\s+(?=[^a-z])")
_SENTENCES_A_PARAGRAPH: Final = 3

Texts = Mapping[str, str]
Row = Mapping[str, Any]


@transaction.atomic
def load_content(*, now: datetime) -> int:
    """Plant the demonstration's pages, pictures, menus and the editors' rights. What is there is left as it is.

    Args:
        now: present instant, aware UTC: when the pages were first published.
    Returns:
        How many pages were planted.
    Raises:
        County.DoesNotExist: the counties are not loaded yet.
    """
    content, site = _read("content.json"), _read("site.json")
    planter = _Planter(content["scenes"], now)
    home = planter.home(site["home"])
    indexes = {row["kind"]: planter.index(home, row) for row in site["indexes"]}
    planter.plant(indexes["stories"], StoryPage, content["stories"])
    planter.plant(indexes["centres"], CentrePage, content["centres"])
    planter.plant(indexes["fairs"], FairPage, content["fairs"])
    planter.plant(indexes["training"], CoursePage, content["courses"])
    planter.plant(indexes["policies"], PolicyPage, content["policies"])
    _correct(content["policies"])
    legal = _read("legal.json")
    planter.plant_legal(home, legal["pages"])
    if not MenuLink.objects.exists():
        _make_menus(site["menu"], home)
    _make_legal_column(legal, home)
    grant_editors(home)
    return planter.planted


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


class _Planter:
    """Makes pages of rows; pictures and counties are looked up once."""

    def __init__(self, scenes: Mapping[str, Row], now: datetime) -> None:
        self.planted = 0
        self._scenes, self._now = scenes, now
        self._images: dict[str, SiteImage] = {}
        self._counties = {county.code: county for county in County.objects.all()}

    def home(self, row: Row) -> HomePage:
        present = HomePage.objects.first()
        if present is not None:
            return ensure_home()
        self.planted += 1
        stream = [(part["type"], _section(part)) for part in row["sections"]]
        common = self._common(row) | {"summary": row["summary"]}
        return ensure_home(sections=stream, **_columns(common))

    def index(self, home: HomePage, row: Row) -> MarketPage:
        return self._ensure(home, INDEXES[row["kind"]], row, {"summary": row["summary"]})

    def plant(self, parent: MarketPage, kind: type[MarketPage], rows: Iterable[Row]) -> None:
        for row in rows:
            self._ensure(parent, kind, row, _article(row["text"]) | _own(row))

    def plant_legal(self, home: HomePage, rows: Iterable[Row]) -> None:
        for row in rows:
            body: dict[str, list[tuple[str, str]]] = {}
            for column in row["heading"]:
                blocks = [
                    block
                    for section in row["sections"]
                    for block in (
                        ("heading", section["heading"][column]),
                        *(("paragraph", f"<p>{escape(one[column])}</p>") for one in section["paragraphs"]),
                    )
                ]
                body[column] = blocks
            own = {"written_on": date.fromisoformat(row["written_on"]), "shows_imprint": row["shows_imprint"]}
            self._ensure(home, LegalPage, row, {"summary": row["summary"], "body": body, **own})

    def _ensure(self, parent: MarketPage, kind: type[MarketPage], row: Row, values: dict[str, Any]) -> MarketPage:
        if parent.get_children().filter(slug=row["slug"]).exists():
            return ensure_page(parent, kind, slug=row["slug"])[0]
        page, _ = ensure_page(parent, kind, slug=row["slug"], **_columns(self._common(row) | values))
        self.planted += 1
        return page

    def _common(self, row: Row) -> dict[str, Any]:
        values = {
            "title": row["title"],
            "heading": row["heading"],
            "scene": self._image(row["scene"]) if "scene" in row else None,
            "first_published_at": self._now,
            "is_illustrative": row.get("illustrative", False),
        }
        if "county" in row:
            if row["county"] not in self._counties:
                raise County.DoesNotExist(row["county"])
            values["county"] = self._counties[row["county"]]
        return values

    def _image(self, name: str) -> SiteImage:
        if name not in self._images:
            scene = self._scenes[name]
            alts = {f"alt_{column}": text for column, text in scene["alt"].items()}
            present = SiteImage.objects.filter(**alts).first()
            self._images[name] = present or _make_image(scene, alts)
        return self._images[name]


def _correct(rows: Iterable[Row]) -> None:
    """Give explanations that no editor has touched the text of today: one of them claimed what does not run."""
    for row in rows:
        page = PolicyPage.objects.filter(slug=row["slug"]).first()
        written_on = date.fromisoformat(row["written_on"])
        if page is None or page.written_on >= written_on or page.revisions.count() > 1:
            continue
        values = {"title": row["title"], "heading": row["heading"], **_article(row["text"]), **_own(row)}
        for name, value in _columns(values).items():
            setattr(page, name, value)
        page.save_revision().publish()


def _make_legal_column(legal: Row, home: HomePage) -> None:
    """Link the legal pages at the foot, also where the menus were made before there were such pages."""
    pages = list(LegalPage.objects.child_of(home).live().order_by("path"))
    if not pages or MenuLink.objects.filter(page__in=pages).exists():
        return
    labels = {f"label_{code}": text for code, text in legal["column"].items()}
    last = MenuLink.objects.filter(place=Place.FOOT, column=None).count()
    column = MenuLink.objects.create(place=Place.FOOT, position=last, **labels)
    for position, page in enumerate(pages):
        names = {f"label_{code}": getattr(page, f"heading_{code}") for code in legal["column"]}
        MenuLink.objects.create(place=Place.FOOT, column=column, page=page, position=position, **names)


def _make_image(scene: Row, alts: dict[str, str]) -> SiteImage:
    data = (FOLDER / "scenes" / scene["file"]).read_bytes()
    image = SiteImage(
        title=alts[f"alt_{MAIN.column}"],
        file=ImageFile(BytesIO(data), name=scene["file"]),
        file_size=len(data),
        file_hash=hash_filelike(BytesIO(data)),
        **alts,
    )
    image.save()
    return image


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Spread texts over the columns of their languages, which are always written by name."""
    spread: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            spread |= {f"{name}_{column}": text for column, text in value.items()}
        else:
            spread[name] = value
    return spread


def _article(texts: Texts) -> dict[str, Any]:
    """Make the first sentence the summary, and paragraphs of the others."""
    sentences = {column: [part for part in _SENTENCE_END.split(text) if part] for column, text in texts.items()}
    glue = {column: "" if column == MAIN.column else " " for column in texts}
    bodies = {
        column: [("paragraph", f"<p>{escape(glue[column].join(group))}</p>") for group in _groups(parts[1:])]
        for column, parts in sentences.items()
    }
    return {"summary": {column: parts[0] for column, parts in sentences.items()}, "body": bodies}


def _groups(sentences: list[str]) -> list[list[str]]:
    size = _SENTENCES_A_PARAGRAPH
    groups = [sentences[start : start + size] for start in range(0, len(sentences), size)]
    # A last sentence by itself belongs to what stands before it.
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups


def _own(row: Row) -> dict[str, Any]:
    """Return what only pages of one kind have."""
    makers: Mapping[str, Callable[[Any], Any]] = {
        "goods": lambda skus: [("good", sku) for sku in skus],
        "opening_hours": lambda rows: [("hours", _hours(one)) for one in rows],
        "starts_on": date.fromisoformat,
        "ends_on": date.fromisoformat,
        "written_on": date.fromisoformat,
        "outline": lambda texts: {column: "\n".join(steps) for column, steps in texts.items()},
        "sources": "\n".join,
    }
    plain = {name: row[name] for name in ("minutes", "level", "needs_official_check") if name in row}
    return plain | {name: make(row[name]) for name, make in makers.items() if name in row}


def _hours(row: Row) -> dict[str, Any]:
    opens, closes = time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])
    return {"first": row["from"], "last": row["to"], "opens": opens, "closes": closes}


def _section(part: Row) -> dict[str, Any] | None:
    values = {name: value for name, value in part.items() if name != "type"}
    return values or None


def _make_menus(menu: Mapping[str, Any], home: HomePage) -> None:
    pages = {page.relative_path.strip("/"): page for page in MarketPage.objects.descendant_of(home)}

    def add(place: Place, position: int, row: Row, column: MenuLink | None = None) -> MenuLink:
        labels = {f"label_{code}": text for code, text in row["label"].items()}
        page = pages[row["page"]] if "page" in row else None
        values = {"path": row.get("path", ""), "key": row.get("key", ""), "position": position}
        return MenuLink.objects.create(place=place, page=page, column=column, **values, **labels)

    for position, row in enumerate(menu["main"]):
        add(Place.MAIN, position, row)
    for position, head in enumerate(menu["foot"]):
        column = add(Place.FOOT, position, head)
        for place, row in enumerate(head["links"]):
            add(Place.FOOT, place, row, column)
