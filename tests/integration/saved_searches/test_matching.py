"""What is new reaches everybody it fits, once, whatever process is killed when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.outbox.models import MessageState, OutboxMessage
from marketplace.outbox.registry import TryLater
from marketplace.outbox.services import drain
from marketplace.saved_searches import digest, services, tasks
from marketplace.saved_searches.errors import SearchIsAway
from marketplace.saved_searches.models import ChangedDocument, SavedSearch, SavedSearchNotice
from marketplace.saved_searches.services import matching
from search import indexing
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory
from tests.factories.companies import CompanyFactory
from tests.integration.saved_searches.conftest import LATER, publish, rewrite, save

pytestmark = pytest.mark.usefixtures("own_index")


def run(now: datetime) -> int:
    """One run of the periodic task and the delivery of what it queued; how many mails left."""
    before = len(mail.outbox)
    services.match_saved_searches(now=now)
    drain(now=now, lanes=["mail"])
    return len(mail.outbox) - before


def body(number: int = -1) -> str:
    return str(mail.outbox[number].body)


def test_a_new_good_that_fits_is_told_in_the_readers_language_with_links(now: datetime, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://market.example"
    saved = save(UserFactory.create(language="vi", name="Lan"), now=now, name="Bưởi", params={"gi": "1"})
    new = publish(now + LATER, name_en="Green pomelo", name_vi="Bưởi xanh", is_gi_protected=True)
    publish(now + LATER, name_en="Red pomelo")
    assert run(now + 2 * LATER) == 1
    message = mail.outbox[0]
    assert message.to == [saved.user.email]
    assert "Lan" in message.body
    assert f"Bưởi xanh\n  https://market.example/vi/goods/{new.slug}/" in message.body
    assert "https://market.example/vi/search/?q=pomelo&gi=1&sort=newest" in message.body
    assert "Bưởi cũ" not in message.body
    assert message.extra_headers["Content-Language"] == "vi"
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://market.example/vi/account/searches/mute/")
    assert address in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    saved.refresh_from_db()
    assert saved.last_notified_at == now + 2 * LATER


def test_one_mail_a_person_tells_of_all_her_searches(now: datetime) -> None:
    user = UserFactory.create(language="zh-hans")
    save(user, now=now, name="甲")
    save(user, "柚子", now=now, name="乙")
    save(UserFactory.create(), "cà phê", now=now)
    for number in range(12):
        publish(now + LATER, name_en=f"Pomelo {number}", name_zh_hans=f"柚子{number}")
    assert run(now + 2 * LATER) == 1
    assert body().count("/zh-hans/goods/") == 2 * digest.MOST_SHOWN
    assert "24" in mail.outbox[0].subject
    assert SavedSearchNotice.objects.filter(mailed_at__isnull=False).count() == 24


def test_nothing_is_told_twice(now: datetime) -> None:
    save(now=now)
    new = publish(now + LATER, name_en="Green pomelo")
    assert run(now + 2 * LATER) == 1
    rewrite(new, now + 2 * LATER)
    assert run(now + 3 * LATER) == 0
    new.price_from = new.price_to = Decimal("1.5")
    new.save()
    rewrite(new, now + 3 * LATER)
    assert run(now + 4 * LATER) == 0


def test_what_fitted_when_it_was_saved_is_not_news(now: datetime) -> None:
    publish(now - LATER, name_en="Known pomelo")
    save(now=now)
    assert run(now + LATER) == 0


def test_an_old_good_that_begins_to_fit_is_news(now: datetime) -> None:
    old = publish(now - timedelta(days=90), name_en="Sweet pomelo", price_from=Decimal(9))
    save(now=now, params={"price_max": "5"})
    old.price_from = old.price_to = Decimal("4.2")
    old.save()
    rewrite(old, now + LATER)
    assert run(now + 2 * LATER) == 1


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        ({"gi": "1"}, {"is_gi_protected": True}),
        ({"cold_chain": "1"}, {"is_cold_chain": True}),
        ({"in_season": "1"}, {"season_mask": 1 << 10}),
        ({"month": "5"}, {"season_mask": 1 << 4}),
        ({"price_min": "3"}, {"price_from": Decimal("3.5")}),
        ({"price_min": "3", "price_max": "4"}, {"price_from": Decimal("3.5")}),
    ],
)
def test_filters_hold(now: datetime, params: dict[str, Any], fields: dict[str, Any]) -> None:
    save(now=now, params=params)
    publish(now + LATER, name_en="Pomelo that does not pass")
    assert run(now + 2 * LATER) == 0
    publish(now + 2 * LATER, name_en="Pomelo that passes", **fields)
    assert run(now + 3 * LATER) == 1
    assert "passes" in body() or "Nguyên Dương" in body()


def test_places_producers_and_kinds_hold(now: datetime) -> None:
    fruit = CategoryFactory.create(code="fruit")
    new = publish(now - LATER, name_en="Rice", category=CategoryFactory.create(code="citrus", parent=fruit))
    owners = [
        save(now=now, params=params)
        for params in ({"category": "fruit"}, {"county": new.county.slug}, {"producer": new.producer.slug})
    ]
    for params in ({"category": "tea"}, {"county": "elsewhere"}, {"producer": "nobody"}):
        save(now=now, params=params)
    new.name_en = "Citrus pomelo"
    new.save()
    rewrite(new, now + LATER)
    assert run(now + 2 * LATER) == 3
    assert {message.to[0] for message in mail.outbox} == {one.user.email for one in owners}


def test_a_maker_whose_address_is_longer_than_a_code_is_not_missed(now: datetime) -> None:
    save(now=now)
    publish(now + LATER, name_en="Green pomelo", producer=CompanyFactory.create(producer=True, slug="a" * 80))
    assert run(now + 2 * LATER) == 1


def test_half_of_the_words_do_not_fit(now: datetime) -> None:
    save(q="pomelo durian", now=now)
    publish(now + LATER, name_en="Green pomelo")
    assert run(now + 2 * LATER) == 0


def test_what_is_no_longer_published_is_not_named(now: datetime) -> None:
    save(now=now)
    gone = publish(now + LATER, name_en="Gone pomelo")
    kept = publish(now + LATER, name_en="Kept pomelo", name_vi="Bưởi còn")
    services.match_saved_searches(now=now + 2 * LATER)
    gone.status = "withdrawn"
    gone.save()
    drain(now=now + 2 * LATER, lanes=["mail"])
    assert gone.slug not in body()
    assert kept.slug in body()


def test_a_draft_is_told_to_nobody(now: datetime) -> None:
    save(now=now)
    publish(now + LATER, name_en="Secret pomelo", status="draft")
    assert run(now + 2 * LATER) == 0


@pytest.mark.parametrize("how", ["muted", "deleted", "inactive"])
def test_who_wants_none_gets_none_even_when_it_is_queued(now: datetime, how: str) -> None:
    saved = save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    services.match_saved_searches(now=now + 2 * LATER)
    if how == "muted":
        services.mute_saved_searches(user_id=saved.user_id, now=now)
    elif how == "deleted":
        services.delete_saved_search(saved=saved)
    else:
        saved.user.is_active = False
        saved.user.save()
    drain(now=now + 2 * LATER, lanes=["mail"])
    assert mail.outbox == []
    assert OutboxMessage.objects.get(topic="mail.saved_searches").state == MessageState.DONE


def test_while_the_index_is_away_nothing_is_lost(now: datetime, tmp_path: Path, settings: Settings) -> None:
    save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    there, settings.SEARCH_INDEX_DIR = settings.SEARCH_INDEX_DIR, tmp_path / "away"
    with pytest.raises(SearchIsAway):
        services.match_saved_searches(now=now + 2 * LATER)
    with pytest.raises(TryLater):
        tasks.look_for_news(now=now + 2 * LATER)
    assert ChangedDocument.objects.count() == 1
    settings.SEARCH_INDEX_DIR = there
    assert run(now + 3 * LATER) == 1


class Killed(BaseException):
    """A process that ends in the middle."""


@pytest.mark.parametrize("place", ["before the second person", "before the changes are forgotten"])
def test_a_run_that_was_killed_is_finished_by_the_next(
    now: datetime, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    for _ in range(3):
        save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    tell, calls = matching._tell, list[int]()

    def killed(user_id: int, *rest: Any) -> bool:
        calls.append(user_id)
        if place.endswith("person") and len(calls) == 2:
            raise Killed
        return tell(user_id, *rest)

    monkeypatch.setattr(matching, "_tell", killed)
    if place.endswith("forgotten"):
        monkeypatch.setattr(ChangedDocument.objects, "filter", _second(ChangedDocument.objects.filter))
    with pytest.raises(Killed):
        services.match_saved_searches(now=now + 2 * LATER)
    monkeypatch.undo()
    assert run(now + 2 * LATER) == 3
    assert len({message.to[0] for message in mail.outbox}) == 3
    assert not ChangedDocument.objects.exists()


def _second(real: Callable[..., Any]) -> Callable[..., Any]:
    calls = list[int]()

    def filtered(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return real(*args, **kwargs)

    return filtered


def test_a_mail_that_could_not_leave_is_sent_whole_by_the_next_try(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    services.match_saved_searches(now=now + 2 * LATER)

    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise OSError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        drain(now=now + 2 * LATER, lanes=["mail"])
    assert mail.outbox == []
    publish(now + 3 * LATER, name_en="Later pomelo")
    assert run(now + 4 * LATER) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2
    drain(now=now + 5 * LATER, lanes=["mail"])
    assert len(mail.outbox) == 2


def test_a_message_that_is_delivered_twice_sends_one_mail(now: datetime) -> None:
    save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    run(now + 2 * LATER)
    OutboxMessage.objects.filter(topic="mail.saved_searches").update(state=MessageState.READY)
    drain(now=now + 3 * LATER, lanes=["mail"])
    assert len(mail.outbox) == 1


def test_what_changed_just_now_waits_until_the_index_surely_shows_it(now: datetime) -> None:
    save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    assert run(now + LATER + timedelta(seconds=5)) == 0
    assert tasks.look_for_news(now=now + LATER + timedelta(seconds=5)) is None
    assert tasks.look_for_news(now=now + LATER + timedelta(seconds=10)) == tasks.GATHER_SECONDS


def test_what_changes_again_during_a_run_is_looked_at_again(now: datetime) -> None:
    save(now=now)
    new = publish(now + LATER, name_en="Green pomelo")
    waiting = ChangedDocument.objects.get()
    services.match_saved_searches(now=now + 2 * LATER)
    services.note_changed_documents(ids=[f"good:{new.sku}"], now=now + 2 * LATER)
    again = ChangedDocument.objects.get()
    assert again.changed_at > waiting.changed_at


def test_nothing_is_noted_while_nobody_waits_for_news(now: datetime) -> None:
    save(now=now, notify=False)
    publish(now + LATER, name_en="Green pomelo")
    assert not ChangedDocument.objects.exists()


def test_more_than_can_be_known_by_id_is_told_by_the_day_of_publication(now: datetime) -> None:
    saved = save(now=now)
    old = publish(now - LATER, name_en="Old and unknown pomelo")
    SavedSearch.objects.filter(pk=saved.pk).update(seen=[], is_baseline_whole=False)
    rewrite(old, now + LATER)
    assert run(now + 2 * LATER) == 0
    publish(now + 2 * LATER, name_en="Green pomelo")
    assert run(now + 3 * LATER) == 1


def test_a_new_good_is_found_behind_hundreds_of_others(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MAX_SIZE", 3)
    saved = save(now=now)
    for number in range(8):
        publish(now + LATER, name_en=f"Pomelo {number}")
    old = publish(now - timedelta(days=9), name_en="Rice")
    old.name_en = "Pomelo of the ninth day"
    old.save()
    rewrite(old, now + LATER)
    assert run(now + 2 * LATER) == 1
    assert saved.notices.count() == 9


def test_a_run_costs_three_queries_a_person_it_tells_and_one_for_all_others(
    now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        save(q=f"durian {number}", now=now)
    save(now=now)
    publish(now + LATER, name_en="Green pomelo")
    with django_assert_max_num_queries(14):
        services.match_saved_searches(now=now + 2 * LATER)


def test_the_handlers_of_the_index_note_what_they_wrote(now: datetime) -> None:
    save(now=now)
    new = publish(now - LATER, name_en="Rice")
    ChangedDocument.objects.all().delete()
    new.name_en = "Green pomelo"
    new.save()
    OutboxMessage.objects.create(
        topic="catalog.good.changed", lane="index", payload={"good_id": new.pk, "sku": new.sku},
        available_at=now, retry_since=now, created_at=now,
    )  # fmt: skip
    drain(now=now, lanes=["index"])
    assert f"good:{new.sku}" not in indexing.compare().ids
    assert [row.document_id for row in ChangedDocument.objects.all()] == [f"good:{new.sku}"]
