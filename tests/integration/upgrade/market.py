"""A market with orders in every state, driven through the services as people drive it. No row is written by hand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.documents import get_document_model

from marketplace.accounts.models import User
from marketplace.catalog import services as catalog
from marketplace.catalog.models import Availability, Good, GoodStatus, Ordering, Pack
from marketplace.clearance.models import HandOff, QuarantinedEnvelope
from marketplace.clearance.services import (
    amend_hand_off,
    prepare_hand_off,
    receive_envelope,
    record_refused,
    record_sent,
    resend_hand_off,
    set_envelope_aside,
)
from marketplace.clearance.states import AppType
from marketplace.companies import services as companies
from marketplace.companies.models import Company, Membership, Role
from marketplace.kernel.ids import message_guid
from marketplace.kiosk import services as kiosk
from marketplace.kiosk.models import KioskVisit
from marketplace.orders import services as orders
from marketplace.orders.models import BasketOwner, Order, ProducerOrder
from marketplace.orders.selectors import basket_summary
from marketplace.orders.states import CancelReason
from marketplace.outbox.services import drain, enqueue
from marketplace.payments.models import BankTransfer
from marketplace.payments.services import record_transfer_received
from marketplace.pricing.services import change_prices
from marketplace.saved_searches.services import note_recent_search, save_search
from marketplace.search_log.models import Kind
from marketplace.search_log.services import Look, count_click, count_search
from marketplace.synonyms.services.groups import Draft, create_group
from tests.factories.customs_messages import SENDER, envelope_of, receipt_root, receipt_xml

BEGUN_AT: Final = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
INFO: Final = {
    "2": "电子口岸申报中",
    "3": "发送海关成功",
    "4": "发送海关失败",
    "120": "海关入库",
    "399": "海关审结",
    "100": "[Code:1800;Desc:商品编码有误]",
}
NOBODY: Final = "http://127.0.0.1:9"  # no single window: what is queued waits
SELLERS: Final = {
    "mz-guoyuan": "liugu.owner@example.net",
    "js-zitao": "moyaofang.owner@example.net",
    "lc-chaye": "lingqing.owner@example.net",
}


class Market:
    """Who acts in it, and the clock that goes on by a minute with every act."""

    def __init__(self) -> None:
        self._minutes = count()
        self._cursors = count(1)
        self.operator = User.objects.get(email="operator@example.com")
        self.buyer = User.objects.get(email="lan.nguyen@example.com")
        self.hanoi = Company.objects.get(slug="demo-hanoi")

    @property
    def now(self) -> datetime:
        return BEGUN_AT + timedelta(minutes=next(self._minutes))

    def seller(self, part: ProducerOrder) -> User:
        return User.objects.get(email=SELLERS[part.producer.slug])

    def place(self, *producers: str, user: User | None = None, company: Company | None = None) -> Order:
        """Order two goods of each producer, at their minimum."""
        user = user or self.buyer
        for producer in producers:
            for pack in packs_of(producer)[:2]:
                owner = BasketOwner.of_user(user)
                orders.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=pack.moq, now=self.now)
        summary = basket_summary(BasketOwner.of_user(user), language="vi")
        return orders.place_order(
            user=user,
            company=company or self.hanoi,
            idempotency_key=message_guid(),
            expected_fingerprint=summary.fingerprint,
            now=self.now,
            buyer_reference="PO-2026/11",
            note="Giao buổi sáng.",
        )

    def parts(self, order: Order) -> list[ProducerOrder]:
        return list(ProducerOrder.objects.filter(order=order).select_related("producer").order_by("pk"))

    def confirm(self, part: ProducerOrder) -> None:
        orders.confirm_producer_order(producer_order_id=part.pk, actor=self.seller(part), now=self.now)

    def decline(self, part: ProducerOrder) -> None:
        reason = "今年收成不好。"
        orders.decline_producer_order(producer_order_id=part.pk, reason=reason, actor=self.seller(part), now=self.now)

    def pay(self, order: Order) -> None:
        transfer = BankTransfer.objects.get(order=order)
        record_transfer_received(
            transfer_id=transfer.pk,
            actor=self.operator,
            amount_minor=transfer.amount_minor,
            currency=transfer.currency,
            bank_note="FT26110200012",
            now=self.now,
        )

    def handed(self, *, is_sent: bool = True) -> HandOff:
        """Hand one more confirmed order over."""
        part = self.parts(self.place("mz-guoyuan"))[0]
        self.confirm(part)
        hand_off = prepare_hand_off(producer_order_id=part.pk, now=self.now)
        if is_sent:
            record_sent(hand_off_id=hand_off.pk, guid=hand_off.guid, now=self.now)
        return hand_off

    def receive(self, hand_off: HandOff, *statuses: str, number: str = "", guid: str = "") -> None:
        """Let customs or the port answer, each time in an envelope of its own."""
        for status in statuses:
            xml = receipt_xml(
                guid=guid or hand_off.guid,
                orderNo=number or hand_off.order_number,
                returnStatus=status,
                returnInfo=INFO[status],
            )
            inner = xml[xml.index(b"<ceb:OrderReturn>") : xml.index(b"</ceb:CEB304Message>")].decode()
            self.take(envelope_of(receipt_root(inner, guid=message_guid()), msg_type="CEB304Message"))

    def take(self, envelope: bytes) -> int:
        cursor = next(self._cursors)
        receive_envelope(sender=SENDER, cursor=cursor, envelope=envelope, now=self.now)
        return cursor

    def deliver(self, *, days: int = 0) -> None:
        """Let the worker run, but for the lane that converts pictures."""
        drain(now=self.now + timedelta(days=days), lanes=["default", "mail", "clearance"])


def packs_of(producer: str) -> Sequence[Pack]:
    """Return what can be ordered of a producer."""
    packs = Pack.objects.filter(
        good__producer__slug=producer, good__status=GoodStatus.PUBLISHED, good__ordering=Ordering.ORDER
    )
    return list(packs.exclude(availability=Availability.SOLD_OUT).order_by("sku"))


def drive() -> None:
    """Fill the empty default database: the demonstration, and everything that can have happened to an order."""
    call_command("load_demo", verbosity=0)
    logging.disable(logging.ERROR)  # what goes wrong here is meant to
    with override_settings(CLEARANCE_BASE_URL=NOBODY, CLEARANCE_TIMEOUT_SECONDS=1.0):
        market = Market()
        acts: tuple[Callable[[Market], None], ...] = (
            _answers_and_money,
            _hand_offs,
            _odd_receipts,
            _verification,
            _people,
            _goods,
            _baskets,
            _searches,
            _editors,
        )
        for act in acts:
            act(market)
            market.deliver()
        _outbox(market)


def _answers_and_money(market: Market) -> None:
    market.place("mz-guoyuan", "js-zitao")  # waits, and is overdue by the end
    both, half, none, paid = (market.place("mz-guoyuan", "js-zitao") for _ in range(4))
    market.deliver()
    for part in market.parts(both):
        market.confirm(part)
    for order in (half, paid):
        if order == paid:
            market.pay(order)
        market.confirm(market.parts(order)[0])
        market.decline(market.parts(order)[1])
    for part in market.parts(none):
        market.decline(part)
    market.pay(both)
    market.place("lc-chaye")
    orders.look_after_waiting_parts(now=market.now + timedelta(days=4))
    market.place("lc-chaye", "mz-guoyuan", "js-zitao")  # nobody was told yet


def _hand_offs(market: Market) -> None:
    market.handed(is_sent=False)
    market.handed()
    market.receive(market.handed(), "2")
    market.receive(market.handed(), "2", "4")
    market.receive(market.handed(), "2", "3")
    market.receive(market.handed(), "2", "3", "120")
    market.receive(market.handed(), "2", "3", "120", "399")
    market.receive(market.handed(), "2", "3", "100")
    again = market.handed()
    market.receive(again, "100")
    resend_hand_off(hand_off_id=again.pk, actor=market.operator, now=market.now)
    refused = market.handed(is_sent=False)
    record_refused(hand_off_id=refused.pk, guid=refused.guid, reason="bad_message: orderNo", now=market.now)
    changed = market.handed()
    amend_hand_off(producer_order_id=changed.producer_order_id, app_type=AppType.CHANGE, now=market.now)
    dropped = market.handed()
    amend_hand_off(producer_order_id=dropped.producer_order_id, app_type=AppType.DELETE, now=market.now)
    market.receive(dropped, "100")
    withdrawn = market.handed()
    market.receive(withdrawn, "2", "3", "120")
    delete = amend_hand_off(producer_order_id=withdrawn.producer_order_id, app_type=AppType.DELETE, now=market.now)
    record_sent(hand_off_id=delete.pk, guid=delete.guid, now=market.now)
    market.receive(delete, "120")


def _odd_receipts(market: Market) -> None:
    hand_off = market.handed()
    market.receive(hand_off, "120", number="HH-UNKNOWN-1", guid=message_guid())
    market.take(b"<not an envelope")
    aside = market.take(b"\x00\x01\x02")
    kept = QuarantinedEnvelope.objects.get(cursor=aside)
    set_envelope_aside(envelope_id=kept.pk, note="Not ours.", actor=market.operator, now=market.now)


def _verification(market: Market) -> None:
    """Orders of companies that are not verified: waiting, refused, waited in vain, placed at other prices, in part."""
    waiting, refused, late, placed = (_newcomer(market, n) for n in range(1, 5))
    for user, company in (waiting, refused, placed):
        market.place("mz-guoyuan", "js-zitao", user=user, company=company)
    expired = market.place("mz-guoyuan", user=late[0], company=late[1])
    packs = packs_of("mz-guoyuan")
    actor = User.objects.get(email=SELLERS["mz-guoyuan"])
    old = packs[0].price_breaks.order_by("from_quantity").values_list("from_quantity", "unit_price", "currency")
    breaks = [(quantity, price + Decimal("0.10")) for quantity, price, _currency in old]
    change_prices(pack_id=packs[0].pk, breaks=breaks, currency=old[0][2], actor=actor, now=market.now)
    seller = User.objects.get(email=SELLERS["js-zitao"])
    sold_out = packs_of("js-zitao")[0]
    catalog.set_availability(pack_id=sold_out.pk, availability=Availability.SOLD_OUT, actor=seller, now=market.now)
    companies.verify_company(company_id=placed[1].pk, actor=market.operator, now=market.now)
    companies.refuse_company(
        company_id=refused[1].pk, reasons=["duplicate_company"], note="", actor=market.operator, now=market.now
    )
    market.deliver()
    catalog.set_availability(pack_id=sold_out.pk, availability=Availability.AVAILABLE, actor=seller, now=market.now)
    orders.cancel_awaiting_order(order_id=expired.pk, reason=CancelReason.VERIFICATION_EXPIRED, now=market.now)


def _newcomer(market: Market, number: int) -> tuple[User, Company]:
    user = User.objects.create_user(f"newcomer{number}@example.com", "newcomer-2026", name=f"Trần Mới {number}")
    company = companies.register_buyer_company(
        user=user,
        legal_name=f"Công ty TNHH Mới {number}",
        country="VN",
        now=market.now,
        city="Hà Nội",
        phone="+84 24 3825 0001",
    )
    return user, company


def _people(market: Market) -> None:
    both = Membership.objects.get(user__email="minh.tran@example.com")
    companies.change_roles(
        membership_id=both.pk, roles=[Role.PURCHASER, Role.FINANCE], actor=market.buyer, now=market.now
    )
    seller = User.objects.get(email=SELLERS["lc-chaye"])
    helper = User.objects.create_user("helper@example.net", "helper-2026", name="帮手", language="zh-hans")
    tea = Company.objects.get(slug="lc-chaye")
    companies.add_member(
        company_id=tea.pk, user=helper, roles=[Role.SALES, Role.FULFILMENT], actor=seller, now=market.now
    )
    returned, suspended = _newcomer(market, 8)[1], _newcomer(market, 9)[1]
    companies.return_company(
        company_id=returned.pk,
        items=["tax_code"],
        reasons=["unreadable"],
        note="",
        actor=market.operator,
        now=market.now,
    )
    companies.verify_company(company_id=suspended.pk, actor=market.operator, now=market.now)
    companies.suspend_company(
        company_id=suspended.pk, reasons=["licence_ended"], note="", actor=market.operator, now=market.now
    )


def _goods(market: Market) -> None:
    draft, review = Good.objects.filter(status=GoodStatus.DRAFT).order_by("sku")[:2]
    for good in (draft, review):
        catalog.submit_good(good_id=good.pk, actor=None, now=market.now)
    catalog.return_good(good_id=draft.pk, reasons=["picture_quality"], note="", actor=market.operator, now=market.now)
    others = Good.objects.filter(status=GoodStatus.PUBLISHED).exclude(producer__slug__in=SELLERS).order_by("sku")
    withdrawn, suspended = others[:2]
    catalog.withdraw_good(good_id=withdrawn.pk, actor=None, now=market.now, reason="季节已过")
    catalog.suspend_good(good_id=suspended.pk, reasons=["duplicate"], note="", actor=market.operator, now=market.now)


def _baskets(market: Market) -> None:
    pack = packs_of("mz-guoyuan")[0]
    visitor = BasketOwner.of_visitor(orders.new_token())
    for owner in (BasketOwner.of_user(market.buyer), visitor):
        orders.add_to_basket(owner=owner, pack_sku=pack.sku, quantity=pack.moq, now=market.now)
    kiosk.begin(language="zh-hans", instead_of="", now=market.now)
    visit = KioskVisit.objects.get()
    screen = BasketOwner.of_visitor(visit.basket_token)
    orders.add_to_basket(owner=screen, pack_sku=pack.sku, quantity=pack.moq, now=market.now)
    handed = kiosk.hand_over(owner=screen, language="vi", now=market.now)
    kiosk.keep_handed(visit=visit, code=handed.code)


def _searches(market: Market) -> None:
    asked: dict[str, Any] = {"user_id": market.buyer.pk, "lang": "vi"}
    save_search(**asked, q="gạo đỏ", params={"county": "yuanyang"}, name="Gạo", notify=True, now=market.now)
    save_search(**asked, q="trà", params={}, name="", notify=False, now=market.now)
    for text, total in (("gao do", 3), ("gao do", 3), ("khong co gi", 0), ("lan.nguyen@example.com", 0)):
        look = Look(q=text, lang="vi", kind=Kind.SEARCH, total=total)
        count_search(look=look, now=market.now)
        note_recent_search(user_id=market.buyer.pk, q=text, lang="vi", now=market.now)
        if total:
            count_click(look=look, position=2, now=market.now)
    create_group(draft=Draft(zh="红米", vi="gạo huyết rồng", en="red rice", note="Lan"), now=market.now)
    create_group(draft=Draft(vi="thạch lựu", typed="luu do", is_active=False), now=market.now)


def _editors(market: Market) -> None:
    """A document beside the pages and pictures of the demonstration."""
    content = ContentFile(b"%PDF-1.4\n%%EOF\n", name="price-list.pdf")
    get_document_model()._default_manager.create(title="价目表", file=content, uploaded_by_user=market.operator)


def _outbox(market: Market) -> None:
    """Delivered, waiting, tried in vain, given up."""
    with transaction.atomic():
        enqueue(topic="payment.received", payload={"transfer_id": 0}, now=market.now)
    for days in range(1, 40):
        drain(now=market.now + timedelta(days=days), lanes=["mail"])
