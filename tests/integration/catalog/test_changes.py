"""Changes of texts, facts, packs and stock: what they do, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog import services
from marketplace.catalog.errors import FieldsInvalid, FieldsNotEditable, GoodIncomplete
from marketplace.catalog.models import Availability, Good, Pack
from tests.factories.catalog import GoodFactory, PackFactory, PictureFactory
from tests.integration.catalog.conftest import revision, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def good(db: None) -> Good:
    good = GoodFactory.create()
    PackFactory.create(good=good, position=0)
    PictureFactory.create(good=good, position=0)
    return Good.objects.get(pk=good.pk)


def test_a_text_changes_alone_and_everybody_hears_of_it(good: Good, now: datetime, actor: User) -> None:
    before = revision()
    services.update_good_texts(good_id=good.pk, texts={"description_vi": "Gạo dẻo, thơm."}, actor=actor, now=now)
    changed = Good.objects.get(pk=good.pk)
    assert changed.description_vi == "Gạo dẻo, thơm."
    assert (changed.name_vi, changed.description_en) == (good.name_vi, good.description_en)
    assert (changed.revision, revision(), told()) == (good.revision + 1, before + 1, [good.sku])
    assert AuditEvent.objects.get(verb="good.texts.changed").data == {"fields": ["description_vi"]}


def test_the_same_text_again_changes_nothing(
    good: Good, now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    services.update_good_texts(good_id=good.pk, texts={"name_vi": f" {good.name_vi} "}, actor=actor, now=now)
    assert unchanged(good)
    assert not AuditEvent.objects.exists()


def test_a_change_of_a_draft_is_not_told(now: datetime, actor: User) -> None:
    draft, before = GoodFactory.create(draft=True), revision()
    services.update_good_texts(good_id=draft.pk, texts={"name_vi": "Gạo nếp"}, actor=actor, now=now)
    assert Good.objects.get(pk=draft.pk).revision == 2
    assert (told(), revision()) == ([], before)


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"name_vi": "x" * 201}, "max_length"),
        ({"name_vi": "a\x00b"}, "unclean"),
        ({"description_en": "\ud800"}, "unclean"),
        ({"fob_place_vi": "x" * 81}, "max_length"),
    ],
)
def test_a_text_that_no_database_keeps_is_refused(
    good: Good, texts: dict[str, str], fault: str, now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    with pytest.raises(FieldsInvalid) as refusal:
        services.update_good_texts(good_id=good.pk, texts=texts, actor=actor, now=now)
    assert refusal.value.errors == dict.fromkeys(texts, fault)
    assert unchanged(good)


@pytest.mark.parametrize("name", ["name", "status", "price_from", "producer_id", "sku", "revision", "__class__"])
def test_only_texts_are_changed_as_texts(good: Good, name: str, now: datetime, actor: User) -> None:
    with pytest.raises(FieldsNotEditable) as refusal:
        services.update_good_texts(good_id=good.pk, texts={name: "x"}, actor=actor, now=now)
    assert refusal.value.fields == (name,)


def test_a_published_good_keeps_both_names(
    good: Good, now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    with pytest.raises(GoodIncomplete) as refusal:
        services.update_good_texts(good_id=good.pk, texts={"name_vi": "", "name_en": "Rice"}, actor=actor, now=now)
    assert refusal.value.missing == ("name_vi",)
    assert unchanged(good)


def test_names_sort_by_reading_and_alphabet(good: Good, now: datetime, actor: User) -> None:
    texts = {"name_zh_hans": "元阳红米", "name_vi": "Đậu", "name_en": "Rice"}
    services.update_good_texts(good_id=good.pk, texts=texts, actor=actor, now=now)
    changed = Good.objects.get(pk=good.pk)
    assert bytes(changed.collation_zh_hans).replace(b" ", b"").startswith(b"yuanyang")
    assert bytes(changed.collation_en).startswith(b"ri")
    other = GoodFactory.create(draft=True)
    services.update_good_texts(good_id=other.pk, texts={"name_vi": "Dừa"}, actor=actor, now=now)
    assert bytes(Good.objects.get(pk=other.pk).collation_vi) < bytes(changed.collation_vi)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"shelf_life_days": 10**30}, "max_value"),
        ({"shelf_life_days": -1}, "min_value"),
        ({"hs_code": "1" * 11}, "max_length"),
        ({"ordering": "maybe"}, "invalid_choice"),
        ({"storage_min_c": Decimal("1e9")}, "max_digits"),
    ],
)
def test_a_fact_out_of_its_column_is_refused(
    good: Good, facts: dict[str, object], fault: str, now: datetime, actor: User
) -> None:
    with pytest.raises(FieldsInvalid) as refusal:
        services.update_good_facts(good_id=good.pk, facts=facts, actor=actor, now=now)
    assert list(refusal.value.errors.values()) == [fault]


def test_a_code_is_verified_as_it_stands_and_a_new_one_is_not(good: Good, now: datetime, actor: User) -> None:
    with pytest.raises(FieldsInvalid):
        services.verify_hs_code(good_id=good.pk, hs_code="00000000", actor=actor, now=now)
    services.verify_hs_code(good_id=good.pk, hs_code=good.hs_code, actor=actor, now=now)
    assert Good.objects.get(pk=good.pk).is_hs_verified
    services.update_good_facts(good_id=good.pk, facts={"hs_code": "10062020"}, actor=actor, now=now)
    changed = Good.objects.get(pk=good.pk)
    assert (changed.hs_code, changed.is_hs_verified) == ("10062020", False)


def test_a_good_is_out_of_stock_when_its_last_pack_is(good: Good, now: datetime, actor: User) -> None:
    first, second = good.packs.get(), PackFactory.create(good=good, position=1)
    services.set_availability(pack_id=first.pk, availability=Availability.SOLD_OUT, actor=actor, now=now)
    assert not Good.objects.get(pk=good.pk).is_sold_out
    services.set_availability(pack_id=second.pk, availability=Availability.SOLD_OUT, actor=actor, now=now)
    assert Good.objects.get(pk=good.pk).is_sold_out
    services.set_availability(pack_id=first.pk, availability=Availability.AVAILABLE, actor=actor, now=now)
    assert not Good.objects.get(pk=good.pk).is_sold_out
    assert told() == [good.sku] * 3


def test_the_same_availability_again_changes_nothing(
    good: Good, now: datetime, actor: User, unchanged: Callable[[Good], bool]
) -> None:
    pack = good.packs.get()
    services.set_availability(pack_id=pack.pk, availability=Availability.AVAILABLE, actor=actor, now=now)
    assert unchanged(good)


def add_pack(good: Good, now: datetime, **values: object) -> Pack:
    given: dict[str, object] = {
        "suffix": "B5",
        "position": 5,
        "texts": {"name_zh_hans": "5千克袋", "name_vi": "Túi 5 kg"},
        "content": Decimal(5),
        "net_kg": Decimal(5),
        "gross_kg": Decimal("5.1"),
        "measures_cm": (Decimal(30), Decimal(20), Decimal(10)),
        "per_pallet": 100,
        "moq": 2,
        "step": 2,
    }
    return services.add_pack(good_id=good.pk, actor=None, now=now, **(given | values))  # type: ignore[arg-type]


def test_a_new_pack_lowers_the_minimum_and_leaves_the_price_of_a_published_good(good: Good, now: datetime) -> None:
    pack = add_pack(good, now)
    changed = Good.objects.get(pk=good.pk)
    assert (pack.sku, changed.min_quantity, changed.price_from) == (f"{good.sku}-B5", Decimal(10), good.price_from)


def test_a_draft_with_a_new_pack_waits_for_its_price(now: datetime) -> None:
    draft = GoodFactory.create(draft=True)
    add_pack(draft, now)
    assert Good.objects.get(pk=draft.pk).price_from is None


@pytest.mark.parametrize("values", [{"moq": 0}, {"step": 0}, {"moq": 10**12}, {"texts": {"name_vi": "x" * 121}}])
def test_a_pack_that_nobody_could_order_is_refused(good: Good, values: dict[str, object], now: datetime) -> None:
    with pytest.raises(FieldsInvalid):
        add_pack(good, now, **values)
    assert good.packs.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"gross_kg": Decimal("4.9")},
        {"net_kg": Decimal(0)},
        {"content": Decimal(0)},
        {"position": 0},
    ],
    ids=str,
)
def test_the_database_refuses_a_pack_that_contradicts_itself(
    good: Good, values: dict[str, object], now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_pack(good, now, **values)


def test_a_pack_is_renamed(good: Good, now: datetime, actor: User) -> None:
    pack = good.packs.get()
    services.update_pack_texts(pack_id=pack.pk, texts={"name_vi": "Bao 10 kg"}, actor=actor, now=now)
    assert Pack.objects.get(pk=pack.pk).name_vi == "Bao 10 kg"
    assert told() == [good.sku]
