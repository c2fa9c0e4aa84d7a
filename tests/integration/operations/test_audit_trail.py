"""Who was refused stands in the trail; operators read it by person, company, object and time, and export it."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.audit.concerns import concern
from marketplace.audit.models import AuditEvent, AuditEventCompany
from marketplace.audit.services import MAX_REFUSALS, REFUSED, record_event, record_refusal
from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import Role
from marketplace.operations.audit.export import harmless
from marketplace.operations.audit.words import VERBS
from marketplace.orders import services as orders
from marketplace.orders.states import ProducerOrderStatus
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.companies import MembershipFactory, person_of
from tests.integration.scenes import placed_order, signed_in_buyer, signed_in_producer, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.differs]
PAGE = "/admin/operations/audit/"
AT = datetime(2026, 11, 10, 2, 30, tzinfo=UTC)


@pytest.fixture
def operator(client: Client) -> User:
    """An operator, signed in."""
    user: User = UserFactory.create(operator=True, demo=True)
    client.force_login(user)
    return user


def refusals() -> list[tuple[str, str, str, str]]:
    rows = AuditEvent.objects.filter(verb=REFUSED).order_by("pk")
    return [(one.subject_type, one.subject_id, one.data["act"], one.data["reason"]) for one in rows]


class TestRefusedAccess:
    @pytest.mark.parametrize("address", ["/vi/orders/{}/", "/api/v1/orders/{}"])
    def test_a_strangers_order_in_the_shop_and_in_the_api(self, client: Client, address: str) -> None:
        mine, theirs = signed_in_buyer(client), placed_order()
        assert client.get(address.format(theirs.number)).status_code == 404
        assert refusals() == [("orders.order", str(theirs.pk), "order.read", "stranger")]
        event = AuditEvent.objects.get(verb=REFUSED)
        assert (event.actor_id, event.actor_label) == (mine.user_id, str(mine.user))

    def test_ones_own_order_and_numbers_of_no_order_leave_no_trace(self, client: Client) -> None:
        mine = placed_order(signed_in_buyer(client).company)
        client.get(f"/vi/orders/{mine.number}/")
        for number in ("HK26AAAAAAAAA", "x" * 300, "a%00b", "%E2%80%AE"):
            client.get(f"/vi/orders/{number}/")
            client.get(f"/api/v1/orders/{number}")
        assert refusals() == []

    def test_another_producers_good_and_order(self, client: Client) -> None:
        signed_in_producer(client)
        pack, part = PackFactory.create(), placed_order().producer_orders.get()
        client.post(f"/vi/producer/goods/{pack.good.sku}/withdraw/")
        client.post(f"/vi/producer/orders/{part.number}/confirm/")
        client.get("/vi/producer/goods/HH-XX-999/")
        assert refusals() == [
            ("catalog.good", str(pack.good_id), "good.withdraw", "stranger"),
            ("orders.producerorder", str(part.pk), "producer_order.confirm", "stranger"),
        ]

    def test_a_pack_that_is_not_of_ones_own_good_is_no_stranger(self, client: Client) -> None:
        company = signed_in_producer(client).company
        pack = PackFactory.create(good__producer=company, good__county=company.county)
        client.post(f"/vi/producer/goods/{pack.good.sku}/packs/HH-XX-1/availability/", {"availability": "sold_out"})
        assert refusals() == []

    def test_a_buyer_at_the_producers_door(self, client: Client) -> None:
        signed_in_buyer(client)
        part = placed_order().producer_orders.get()
        client.get(f"/vi/producer/orders/{part.number}/")
        assert [row[0] for row in refusals()] == ["orders.producerorder"]

    @pytest.mark.parametrize(
        ("roles", "ask", "act"),
        [
            (Role.FULFILMENT, lambda client: client.post("/vi/producer/goods/HH-1/withdraw/"), "good.withdraw"),
            (Role.FINANCE, lambda client: client.get("/vi/checkout/"), "order.place"),
            (Role.SALES, lambda client: client.get("/api/v1/orders"), "order.read"),
        ],
    )
    def test_a_role_that_may_not(self, client: Client, roles: Role, ask: Callable[[Client], Any], act: str) -> None:
        is_producer = act.startswith("good")
        member = MembershipFactory.create(**({"sales": True} if is_producer else {}), roles=(roles,))
        client.force_login(member.user)
        ask(client)
        assert refusals() == [("companies.company", str(member.company_id), act, "role")]

    def test_an_operator_without_the_permission(self, client: Client) -> None:
        from django.contrib.auth.models import Permission  # noqa: PLC0415 - its one use

        user = UserFactory.create(is_staff=True, demo=True)
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        client.get(PAGE)
        assert refusals() == [("accounts.user", str(user.pk), "audit.view_auditevent", "permission")]

    def test_it_stays_when_what_was_refused_is_rolled_back(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The role is taken away between the door and the service."""
        member = signed_in_producer(client)
        part = placed_order(producer=member.company).producer_orders.get()

        def too_late(**_arguments: object) -> None:
            raise NotPermitted(act="producer_order.confirm", company_id=member.company_id, reason="role")

        monkeypatch.setattr("marketplace.orders.services.answer.ensure_may", too_late)
        assert client.post(f"/vi/producer/orders/{part.number}/confirm/").status_code == 403
        part.refresh_from_db()
        assert part.status == ProducerOrderStatus.PLACED
        assert [row[2] for row in refusals()] == ["producer_order.confirm"]

    def test_the_same_refusal_is_one_event_an_hour(self, now: datetime) -> None:
        user, order = UserFactory.create(), placed_order()

        def refuse(at: datetime, act: str = "order.read") -> bool:
            told = partial(record_refusal, reason="stranger", subject=order, actor=user.pk, actor_label="x")
            return told(act=act, at=at) is not None

        assert refuse(now)
        assert not any(refuse(now + timedelta(minutes=n)) for n in range(59))
        assert refuse(now, "order.place")
        assert refuse(now + timedelta(minutes=61))

    def test_nobody_fills_the_trail(self, client: Client) -> None:
        signed_in_producer(client)
        goods = [PackFactory.create().good for _ in range(MAX_REFUSALS + 5)]
        for good in goods:
            assert client.get(f"/vi/producer/goods/{good.sku}/").status_code == 404
        assert len(refusals()) == MAX_REFUSALS
        assert [one.data.get("is_last") for one in AuditEvent.objects.order_by("pk")][-2:] == [None, True]
        other = Client()
        signed_in_producer(other)
        other.get(f"/vi/producer/goods/{goods[0].sku}/")
        assert len(refusals()) == MAX_REFUSALS + 1


class TestCompanies:
    def test_an_event_knows_the_companies_that_it_is_about(self, now: datetime) -> None:
        part = placed_order().producer_orders.get()
        event = record_event(verb="producer_order.confirmed", subject=part, at=now)
        found = AuditEventCompany.objects.filter(event=event).values_list("company_id", flat=True)
        assert set(found) == {part.producer_id, part.order.buyer_id}

    def test_two_rooms_cannot_speak_for_one_kind_of_row(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="twice"):
            concern("orders.order", lambda order: [order.pk])


class TestReading:
    @pytest.fixture
    def story(self, operator: User, now: datetime) -> Any:
        """Two orders, one of them confirmed by somebody of its producer, and one note a day later."""
        order, other = placed_order(), placed_order()
        part = order.producer_orders.get()
        seller = person_of(part.producer)
        orders.confirm_producer_order(producer_order_id=part.pk, actor=seller, now=now)
        record_event(verb="order.placed", subject=other, at=now + timedelta(days=1), actor_label="Lan")
        return order, other, part, seller

    def found(self, client: Client, **asked: str) -> list[str]:
        answer = client.get(PAGE, asked)
        assert answer.status_code == 200
        return [row.event.verb for row in answer.context["rows"]]

    def test_by_person_company_object_and_time(self, client: Client, story: Any) -> None:
        order, other, part, seller = story
        assert self.found(client) == ["order.placed", "producer_order.confirmed"]
        confirmed, placed = ["producer_order.confirmed"], ["order.placed"]
        assert self.found(client, person=seller.email) == self.found(client, person=seller.name) == confirmed
        assert self.found(client, company=part.producer.name_zh_hans) == confirmed
        assert self.found(client, company=order.buyer.legal_name) == confirmed
        assert self.found(client, company=other.buyer.slug) == placed
        assert self.found(client, object=part.number) == self.found(client, object=part.number.lower()) == confirmed
        assert self.found(client, object=other.number) == placed
        assert self.found(client, since="2026-11-11") == placed
        assert self.found(client, until="2026-11-10") == confirmed
        assert self.found(client, verb="order.placed", since="2026-11-11", until="2026-11-11") == placed
        assert self.found(client, person=seller.email, object=other.number) == []
        assert self.found(client, person="nobody") == self.found(client, object="HK") == []

    def test_a_day_is_the_markets(self, client: Client, operator: User) -> None:
        order = placed_order()
        for hour, verb in ((15, "order.placed"), (16, "order.cancelled")):  # midnight in China is 16:00 UTC
            record_event(verb=verb, subject=order, at=datetime(2026, 11, 9, hour, 30, tzinfo=UTC))
        assert self.found(client, since="2026-11-10") == ["order.cancelled"]
        assert self.found(client, until="2026-11-09") == ["order.placed"]

    @pytest.mark.parametrize(
        ("language", "words"), [("zh-hans", "供货商确认了订单"), ("vi", "Nhà cung cấp đã xác nhận đơn")]
    )
    def test_it_says_who_did_what_to_what(self, client: Client, story: Any, language: str, words: str) -> None:
        text = text_of(client.get(PAGE, headers={"accept-language": language}))
        assert words in text
        assert story[2].number in text
        assert str(story[3]) in text

    @pytest.mark.usefixtures("operator")
    def test_pages_follow_each_other_without_a_gap_or_a_repeat(self, client: Client) -> None:
        order = placed_order()
        for n in range(120):  # several at one instant
            record_event(verb="order.placed", subject=order, at=AT + timedelta(seconds=n // 7), data={"n": n})
        seen, query = [], ""
        for _ in range(4):
            answer = client.get(f"{PAGE}?{query}")
            seen += [row.event.data["n"] for row in answer.context["rows"]]
            query = answer.context["older"]
            if not query:
                break
        assert seen == list(range(119, -1, -1))

    @pytest.mark.usefixtures("operator")
    @pytest.mark.parametrize("events", [1, 50])
    def test_a_page_costs_the_same_however_much_there_is(
        self, client: Client, events: int, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(events):
            record_event(verb="order.placed", subject=placed_order() if n < 5 else UserFactory.create(), at=AT)
        client.get(PAGE)
        with django_assert_max_num_queries(24):
            client.get(PAGE, {"person": "a", "company": "a", "object": "a"})
        with django_assert_max_num_queries(14):
            client.get(PAGE)

    @pytest.mark.usefixtures("operator")
    @pytest.mark.parametrize(
        "query",
        [
            "before=x",
            "before=1-2-3",
            "before=99999999999999999-1",
            "before=" + "9" * 400,
            "since=0001-01-01&until=9999-12-31",
            "person=%F0%9F%98%80&object=%27--",
        ],
    )
    def test_odd_questions_are_answered(self, client: Client, query: str) -> None:
        assert client.get(f"{PAGE}?{query}").status_code == 200

    @pytest.mark.usefixtures("operator")
    @pytest.mark.parametrize("query", ["since=yesterday", "verb=nothing", "person=" + "x" * 200])
    def test_what_cannot_be_read_is_said_beside_its_field(self, client: Client, query: str) -> None:
        for path in (PAGE, f"{PAGE}export/"):
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 422
            assert answer.context["form"].errors


class TestExport:
    def rows(self, answer: Any) -> list[list[str]]:
        text = answer.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_it_holds_what_was_asked_for_and_says_who_took_it(self, client: Client, operator: User) -> None:
        order, other = placed_order(), placed_order()
        for one in (order, other):
            record_event(verb="order.placed", subject=one, at=AT, actor_label="Lan", data={"số": "năm"})
        answer = client.get(f"{PAGE}export/", {"object": order.number})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in answer["Content-Disposition"]
        (_head, row) = self.rows(answer)
        assert row[1:7] == ["order.placed", "Lan", "", "orders.order", str(order.pk), str(order.buyer_id)]
        assert row[7] == '{"số": "năm"}'
        event = AuditEvent.objects.get(verb="audit.exported")
        assert event.actor_id == operator.pk
        assert event.data == {"asked": {"object": order.number}, "count": 1}

    @pytest.mark.usefixtures("operator")
    def test_a_spreadsheet_works_nothing_out(self, client: Client) -> None:
        evil = '=HYPERLINK("http://evil.example","x")'
        record_event(verb="order.placed", subject=placed_order(), at=AT, actor_label=evil)
        (_head, row) = self.rows(client.get(f"{PAGE}export/"))
        assert row[2] == f"'{evil}"

    @pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", " =", "\u3000@", "\u00a0-"])
    def test_no_beginning_of_a_formula_is_left(self, start: str) -> None:
        assert harmless(f"{start}1+1") == f"'{start}1+1"
        assert harmless("Lan = 1") == "Lan = 1"

    def test_others_get_nothing(self, client: Client) -> None:
        signed_in_buyer(client)
        assert client.get(f"{PAGE}export/").status_code != 200


def test_every_verb_of_the_trail_has_words() -> None:
    """Verbs are the dotted words that are handed to what records events."""
    recorders = {"record_event", "record", "_record", "_save", "save_change", "_update"}
    found = set()
    for path in (Path(__file__).parents[3] / "marketplace").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            values = [one.value for one in node.keywords if one.arg == "verb"]
            if (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in recorders:
                values += node.args
            found |= {one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    verbs = {value for value in found if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", value)}
    assert len(verbs) > 30
    assert verbs - set(VERBS) == set()
