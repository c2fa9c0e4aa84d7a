"""The pages of the portal: what each template may name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.core.paginator import Page as Leaf

from marketplace.catalog.models import Good, GoodDecision, Pack
from marketplace.catalog.selectors import PictureData
from marketplace.clearance.timeline import Step
from marketplace.companies.wording import Refusal
from marketplace.orders.models import OrderLine, ProducerOrder
from marketplace.producer_portal.context import WorkPage
from marketplace.producer_portal.forms import AvailabilityForm, DeclineForm, PriceForm


@dataclass(frozen=True, slots=True)
class OrderRow:
    """``more``: how many lines are not shown; below one when all are."""

    order: ProducerOrder
    lines: list[OrderLine]
    more: int
    picture: PictureData | None


@dataclass(frozen=True, kw_only=True)
class OrderListPage(WorkPage):
    template: ClassVar[str] = "producer_portal/order_list.html"

    page: Leaf[ProducerOrder]
    rows: list[OrderRow]
    status: str
    statuses: list[tuple[str, str]]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class OrderDetailPage(WorkPage):
    template: ClassVar[str] = "producer_portal/order_detail.html"

    order: ProducerOrder
    steps: list[Step]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class OrderConfirmPage(WorkPage):
    template: ClassVar[str] = "producer_portal/order_confirm.html"

    order: ProducerOrder


@dataclass(frozen=True, kw_only=True)
class OrderDeclinePage(WorkPage):
    template: ClassVar[str] = "producer_portal/order_decline.html"

    order: ProducerOrder
    form: DeclineForm


@dataclass(frozen=True, slots=True)
class GoodRow:
    good: Good
    picture: PictureData | None
    packs: list[Pack]
    word: GoodDecision | None


@dataclass(frozen=True, kw_only=True)
class GoodListPage(WorkPage):
    template: ClassVar[str] = "producer_portal/good_list.html"

    page: Leaf[Good]
    rows: list[GoodRow]


@dataclass(frozen=True, slots=True)
class PackRow:
    pack: Pack
    stock: AvailabilityForm
    prices: PriceForm


@dataclass(frozen=True, kw_only=True)
class GoodDetailPage(WorkPage):
    template: ClassVar[str] = "producer_portal/good_detail.html"

    good: Good
    rows: list[PackRow]
    picture: PictureData | None
    word: GoodDecision | None


@dataclass(frozen=True, kw_only=True)
class GoodPricesPage(WorkPage):
    template: ClassVar[str] = "producer_portal/good_prices.html"

    good: Good
    pack: Pack
    form: PriceForm


@dataclass(frozen=True, kw_only=True)
class GoodWithdrawPage(WorkPage):
    template: ClassVar[str] = "producer_portal/good_withdraw.html"

    good: Good


@dataclass(frozen=True, kw_only=True)
class NotPermittedPage(WorkPage):
    template: ClassVar[str] = "producer_portal/not_permitted.html"

    refusal: Refusal
