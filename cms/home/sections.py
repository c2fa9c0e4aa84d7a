"""What the home page shows, read for all its parts at once: a bounded number of queries whatever the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any, Final

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from cms.blocks.found import open_pages
from cms.blocks.models import MarketPage
from cms.blocks.speech import reader
from cms.home.blocks import MAX_CARDS
from marketplace.catalog.selectors import Card, cards, county_counts, producer_counts, published
from marketplace.reference.models import County
from marketplace.storefront.cards import CardLook, of_cards
from marketplace.storefront.seasons import Month, calendar
from marketplace.web.process_cache import fragments

# Content type -> name in a template.
KINDS: Final[Mapping[str, str]] = {
    "storypage": "stories",
    "centrepage": "centres",
    "fairpage": "fairs",
    "coursepage": "courses",
    "policypage": "policies",
}
# What is the same in every language is read once for all of them; its key names the storefront's revision.
# Counties whose name stands left of their point on the map, so that it does not run into a neighbour's.
_NAMED_LEFT: Final = frozenset({"532501", "532525"})
_LABEL_X, _LINE = 12, 16
# The map's scale: units of the drawing a degree, and the place of Gejiu on it.
_EAST, _SOUTH = Decimal(275), Decimal(219)
_GEJIU: Final = (Decimal("103.16"), Decimal("23.36"), Decimal(342), Decimal(327))


@dataclass(frozen=True, slots=True)
class Place:
    """A county in the list and on the map. ``x``, ``y``: units of the drawing, 720 by 560."""

    name: str
    slug: str
    speciality: str
    goods: int
    x: int
    y: int
    is_named_left: bool

    @property
    def label_x(self) -> int:
        return self.x - _LABEL_X if self.is_named_left else self.x + _LABEL_X

    @property
    def speciality_y(self) -> int:
        return self.y + _LINE


@dataclass(frozen=True, slots=True)
class Row:
    """One good of the season calendar."""

    name: str
    slug: str
    months: list[Month]


@dataclass(slots=True)
class _Shelf:
    """Keys of goods, the best known first: harvested this month, in another one, all year."""

    now: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    always: list[int] = field(default_factory=list)


class HomeSections:
    """Everything is read when it is first asked for, and once."""

    def __init__(self, *, today: date, counts: Mapping[str, int], revision: int) -> None:
        """Read nothing yet.

        Args:
            today: the day in Beijing.
            counts: type of a part -> at most so many things in it.
            revision: the storefront's, which all that is shown belongs to.
        """
        self.today, self.language, self._revision = today, reader(), revision
        self._counts = counts

    @property
    def season_cards(self) -> list[SafeString]:
        """Cards: what is in season this month, then what is there all year, the best known first."""
        return of_cards(self._in_order(self._season_ids), CardLook(language=self.language))

    @property
    def calendar_rows(self) -> list[Row]:
        """Goods with a season, those of this month first."""
        return [self._row(card) for card in self._in_order(self._calendar_ids)]

    def _row(self, card: Card) -> Row:
        months = calendar(card.season_mask, month=self.today.month, language=self.language)
        return Row(card.name, card.slug, months)

    @property
    def stories(self) -> list[MarketPage]:
        return self._teasers["stories"][: self._count("stories")]

    @property
    def centres(self) -> list[MarketPage]:
        return self._teasers["centres"][: self._count("centres")]

    @property
    def courses(self) -> list[MarketPage]:
        return self._teasers["courses"][: self._count("courses")]

    @property
    def policies(self) -> list[MarketPage]:
        return self._teasers["policies"][: self._count("courses")]

    @property
    def next_fair(self) -> Any:
        fairs = [page.fairpage for page in self._teasers["fairs"]]
        return min(fairs, key=lambda fair: fair.starts_on, default=None)

    @cached_property
    def places(self) -> list[Place]:
        counties = fragments.remember(("home counties", self._revision), lambda: list(County.objects.order_by("code")))
        return [_place(county, self._county_counts.get(county.pk, 0), self.language) for county in counties]

    @property
    def figures(self) -> dict[str, int]:
        """How many published goods and producers there are, and how many counties they come from."""
        return {
            "goods": sum(self._county_counts.values()),
            "producers": len(producer_counts(revision=self._revision)),
            "counties": len(self._county_counts),
        }

    def _count(self, part: str) -> int:
        return min(self._counts.get(part, MAX_CARDS), MAX_CARDS)

    @property
    def _teasers(self) -> dict[str, list[MarketPage]]:
        key = ("home teasers", self._revision, self.today)
        return fragments.remember(key, lambda: _first_pages(self.today))

    @cached_property
    def _county_counts(self) -> dict[int, int]:
        return county_counts(revision=self._revision)

    @property
    def _shelf(self) -> _Shelf:
        month, most = self.today.month, max(self._count("season"), self._count("calendar"))
        return fragments.remember(("home shelf", self._revision, month, most), lambda: _goods(month, most))

    @property
    def _season_ids(self) -> list[int]:
        """Half of this month, half of the whole year; where one half is short the other fills it."""
        count, shelf = self._count("season"), self._shelf
        always = shelf.always[: max(count // 2, count - len(shelf.now))]
        return [*shelf.now[: count - len(always)], *always]

    @property
    def _calendar_ids(self) -> list[int]:
        return [*self._shelf.now, *self._shelf.later][: self._count("calendar")]

    @cached_property
    def _cards(self) -> dict[int, Card]:
        wanted = list(dict.fromkeys([*self._season_ids, *self._calendar_ids]))
        return {card.id: card for card in cards(wanted, language=self.language, revision=self._revision)}

    def _in_order(self, ids: Sequence[int]) -> list[Card]:
        return [self._cards[pk] for pk in ids if pk in self._cards]


def _first_pages(today: date) -> dict[str, list[MarketPage]]:
    """Return the first open pages of each kind, by the names in ``KINDS``; fairs that are not over. One query."""
    place = Window(RowNumber(), partition_by=F("content_type"), order_by=F("path").asc())
    found: dict[str, list[MarketPage]] = {name: [] for name in KINDS.values()}
    pages = (
        open_pages()
        .filter(content_type__app_label__startswith="cms_", content_type__model__in=list(KINDS))
        .filter(Q(fairpage__isnull=True) | Q(fairpage__ends_on__gte=today))
        .annotate(place=place)
        .filter(place__lte=MAX_CARDS)
        .select_related("scene", "county", "content_type", "fairpage")
        .order_by("path")
    )
    for page in pages:
        found[KINDS[page.content_type.model]].append(page)
    return found


def _goods(month: int, most: int) -> _Shelf:
    """Return the goods of both parts, in one query: of each of the three kinds the ``most`` popular."""
    goods = published().annotate(season_hit=F("season_mask").bitand(1 << (month - 1)))

    def best(kind: Q) -> Any:
        return goods.filter(kind).order_by("-popularity", "pk").values("pk")[:most]

    is_now = Q(season_hit__gt=0)
    kinds = (is_now, Q(season_mask=0), Q(season_mask__gt=0) & ~is_now)
    wanted = reduce(or_, (Q(pk__in=best(kind)) for kind in kinds))
    rows = goods.filter(wanted).order_by("-popularity", "pk").values_list("pk", "season_mask", "season_hit")
    shelf = _Shelf()
    for pk, mask, hit in rows:
        (shelf.now if hit else shelf.later if mask else shelf.always).append(pk)
    return shelf


def _place(county: County, goods: int, language: str) -> Place:
    east, north, left, top = _GEJIU
    names = county.specialities[0] if county.specialities else {}
    return Place(
        name=county.name,
        slug=county.slug,
        speciality=names.get(language.replace("-", "_"), ""),
        goods=goods,
        x=round(left + (county.longitude - east) * _EAST),
        y=round(top - (county.latitude - north) * _SOUTH),
        is_named_left=county.code in _NAMED_LEFT,
    )
