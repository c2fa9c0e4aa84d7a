"""The way of a good to the visitors: what it must have, who hears of it, and what a refusal leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog import services
from marketplace.catalog.errors import GoodIncomplete, GoodTransitionNotAllowed
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.selectors import published
from marketplace.companies.models import Company, CompanyStatus
from tests.factories.catalog import CategoryFactory, GoodFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory
from tests.factories.reference import ExportDocumentFactory, UnitFactory
from tests.integration.catalog.conftest import revision, told

pytestmark = pytest.mark.django_db
ALL = ("name_zh_hans", "name_vi", "hs_code", "origin_country", "ordering_reason", "picture", "pack", "price")


def complete(**values: object) -> Good:
    """A good that lacks nothing."""
    good = GoodFactory.create(**values)
    PackFactory.create(good=good)
    PictureFactory.create(good=good, position=0)
    return good


def test_a_new_good_is_a_draft_that_nobody_hears_of(now: datetime, actor: User) -> None:
    producer, document = CompanyFactory.create(producer=True), ExportDocumentFactory.create()
    good = services.create_good(
        sku="HH-YY-900",
        slug="new-rice",
        producer_id=producer.pk,
        category_id=CategoryFactory.create().pk,
        county_id=producer.county_id or 0,
        unit_id=UnitFactory.create().pk,
        texts={"name_zh_hans": "新米", "name_vi": " Gạo mới "},
        facts={"hs_code": "10062020", "season_mask": 0b11},
        documents=[document.code, "no-such-paper"],
        actor=actor,
        now=now,
    )
    good.refresh_from_db()
    assert (good.status, good.name_vi, good.season_months) == (GoodStatus.DRAFT, "Gạo mới", [1, 2])
    assert list(good.documents.all()) == [document]
    assert AuditEvent.objects.get(verb="good.created").actor_id == actor.pk
    assert not told()
    assert not published().exists()


def test_a_good_in_review_appears_when_it_is_approved(now: datetime, actor: User) -> None:
    good, before = complete(draft=True), revision()
    services.submit_good(good_id=good.pk, actor=actor, now=now)
    assert (told(), revision()) == ([], before)
    services.publish_good(good_id=good.pk, actor=actor, now=now)
    good.refresh_from_db()
    assert (good.status, good.published_at) == (GoodStatus.PUBLISHED, now)
    assert (told(), revision()) == ([good.sku], before + 1)
    assert list(published()) == [good]
    moves = AuditEvent.objects.filter(verb="good.status.changed", subject_id=str(good.pk)).order_by("pk")
    assert [(one.data["from"], one.data["to"], one.actor_id) for one in moves] == [
        ("draft", "review", actor.pk),
        ("review", "published", actor.pk),
    ]


def test_a_withdrawn_good_disappears_and_keeps_the_day_of_its_first_appearance(now: datetime, actor: User) -> None:
    good = complete()
    first = good.published_at
    services.withdraw_good(good_id=good.pk, reason="sold", actor=actor, now=now)
    assert not published().exists()
    assert told() == [good.sku]
    assert AuditEvent.objects.get(verb="good.status.changed").data["reason"] == "sold"
    services.submit_good(good_id=good.pk, actor=actor, now=now)
    services.publish_good(good_id=good.pk, actor=actor, now=now + timedelta(days=1))
    good.refresh_from_db()
    assert good.published_at == first


def test_a_good_sent_back_is_a_draft_again(now: datetime, actor: User) -> None:
    good = complete(status=GoodStatus.REVIEW)
    services.return_good(good_id=good.pk, reasons=["picture_quality"], note="", actor=actor, now=now)
    good.refresh_from_db()
    assert good.status == GoodStatus.DRAFT
    assert not told()


@pytest.mark.parametrize("move", [services.submit_good, services.publish_good])
def test_a_bare_good_is_told_everything_that_it_lacks_at_once(
    move: Callable[..., Good], now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    good = GoodFactory.create(
        draft=move is services.submit_good,
        **({} if move is services.submit_good else {"status": GoodStatus.REVIEW}),
        hs_code="",
        origin_country="",
        price_from=None,
    )
    Good.objects.filter(pk=good.pk).update(name_zh_hans="", name_vi="")
    good.refresh_from_db()
    with pytest.raises(GoodIncomplete) as refusal:
        move(good_id=good.pk, actor=actor, now=now)
    assert refusal.value.missing == tuple(name for name in ALL if name != "ordering_reason")
    assert unchanged(good)
    assert not AuditEvent.objects.filter(verb="good.status.changed").exists()


@pytest.mark.parametrize(
    ("status", "move"),
    [
        (GoodStatus.DRAFT, services.publish_good),
        (GoodStatus.DRAFT, services.withdraw_good),
        (GoodStatus.REVIEW, services.submit_good),
        (GoodStatus.PUBLISHED, services.publish_good),
        (GoodStatus.PUBLISHED, services.submit_good),
        (GoodStatus.WITHDRAWN, services.publish_good),
        (GoodStatus.WITHDRAWN, services.withdraw_good),
    ],
)
def test_no_step_of_the_way_can_be_left_out(
    status: GoodStatus, move: Callable[..., Good], now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    good = complete(status=status)
    with pytest.raises(GoodTransitionNotAllowed) as refusal:
        move(good_id=good.pk, actor=actor, now=now)
    assert refusal.value.source == status.value
    assert unchanged(good)


@pytest.mark.parametrize(
    "values",
    [
        {"name_vi": ""},
        {"name_vi": None},
        {"name_zh_hans": None},
        {"name_zh_hans": ""},
        {"published_at": None},
        {"hs_code": ""},
        {"origin_country": ""},
        {"price_from": None, "price_to": None},
        {"price_to": None},
        {"price_to": Decimal("2.29")},
        {"min_quantity": None},
        {"price_from": Decimal(0)},
        {"price_from": Decimal(-1)},
        {"hs_code": "1234567"},
        {"hs_code": "12345678901"[:9]},
        {"hs_code": "1234567a"},
        {"season_mask": 4096},
        {"lead_time_min_days": 5, "lead_time_max_days": 4},
        {"status": "gone"},
        {"ordering": "enquiry"},
        {"ordering": "enquiry", "ordering_reason_zh_hans": "配额", "ordering_reason_vi": ""},
        {"storage_min_c": Decimal(5)},
        {"storage_max_c": Decimal(5)},
        {"ordering": "maybe"},
        {"storage_min_c": Decimal(5), "storage_max_c": Decimal(2)},
    ],
    ids=str,
)
def test_the_database_itself_refuses_what_must_not_be(values: dict[str, object]) -> None:
    good = complete(lead_time_max_days=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Good.objects.filter(pk=good.pk).update(**values)


def test_goods_of_a_suspended_producer_are_not_for_visitors() -> None:
    good = complete()
    assert published().exists()
    Company.objects.filter(pk=good.producer_id).update(status=CompanyStatus.SUSPENDED)
    assert not published().exists()
