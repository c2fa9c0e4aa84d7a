"""Every act as every role: what the table of rights says is what services, portal, shop and API do."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern
from PIL import Image

from marketplace.accounts.models import User
from marketplace.catalog import services as catalog
from marketplace.catalog.images import own_image
from marketplace.catalog.models import Availability, Good, GoodStatus, Pack
from marketplace.companies import rights
from marketplace.companies import services as companies
from marketplace.companies.capacities import CompanyKind
from marketplace.companies.errors import NotPermitted
from marketplace.companies.models import Company, Membership, Role
from marketplace.companies.rights import Act
from marketplace.orders import services as orders
from marketplace.orders.errors import MayNotOrder
from marketplace.orders.models import BasketOwner, ProducerOrder
from marketplace.orders.selectors import basket_summary
from marketplace.pricing.services import change_prices
from marketplace.producer_portal import urls as portal
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory, MembershipFactory, give, person_of
from tests.integration.scenes import placed_order

pytestmark = pytest.mark.django_db
ACTS: Final = {act.code: act for act in rights.acts()}


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody signed in who holds one role in one company, and the time of day."""

    client: Client
    member: Membership
    now: datetime

    @property
    def company(self) -> Company:
        return self.member.company

    @property
    def user(self) -> User:
        return self.member.user

    def part(self) -> ProducerOrder:
        """An order that waits for the producer's answer, or that the buyer placed."""
        is_buyer = self.company.kind == CompanyKind.BUYER
        order = placed_order(self.company) if is_buyer else placed_order(producer=self.company)
        return order.producer_orders.get()

    def pack(self, status: GoodStatus = GoodStatus.PUBLISHED) -> Pack:
        """A pack with a price of a good that lacks nothing."""
        pack: Pack = PackFactory.create(
            good__producer=self.company,
            good__county=self.company.county,
            good__status=status,
            first_break__from_quantity=5,
            second_break__from_quantity=51,
        )
        PictureFactory.create(good=pack.good, file="goods/rice.jpg", position=0)
        return pack

    def get(self, path: str) -> bool:
        return answered(self.client.get(path).status_code)

    def post(self, path: str, **fields: object) -> bool:
        return answered(self.client.post(path, fields).status_code)

    def api(self, path: str, **headers: str) -> bool:
        return answered(self.client.get(f"/api/v1{path}", headers=headers).status_code)

    def filled(self) -> str:
        """Put something into her basket; return the fingerprint of what lies there."""
        owner = BasketOwner.of_user(self.user)
        orders.add_to_basket(owner=owner, pack_sku=PackFactory.create().sku, quantity=5, now=self.now)
        return basket_summary(owner, language="vi").fingerprint

    def served(self, act: Callable[..., object], **arguments: object) -> bool:
        """Call a service in her name."""
        try:
            act(actor=self.user, now=self.now, **arguments)
        except NotPermitted as refusal:
            return refused(refusal.reason)
        return True


def answered(status: int) -> bool:
    """Tell done from refused; anything else is a fault of the scene."""
    assert status in {200, 201, 302, 403}, status
    return status != 403


def refused(reason: str) -> bool:
    """A member is refused for her role, and for nothing else."""
    assert reason == "role"
    return False


def check_out(scene: Scene) -> bool:
    return scene.post("/vi/checkout/", key="a" * 32, fingerprint=scene.filled())


def order_by_api(scene: Scene) -> bool:
    body = {"fingerprint": scene.filled()}
    answer = scene.client.post(
        "/api/v1/orders", body, content_type="application/json", headers={"idempotency-key": "k" * 32}
    )
    return answered(answer.status_code)


def cancel_by_api(scene: Scene) -> bool:
    path = f"/api/v1/orders/{scene.part().order.number}/cancel"
    return answered(scene.client.post(path, {}, content_type="application/json").status_code)


def place(scene: Scene) -> bool:
    fingerprint = scene.filled()
    try:
        orders.place_order(
            user=scene.user,
            company=scene.company,
            idempotency_key="key",
            expected_fingerprint=fingerprint,
            now=scene.now,
        )
    except MayNotOrder as refusal:
        return refused(refusal.reason)
    return True


def create_good(scene: Scene) -> bool:
    like: Good = scene.pack().good
    return scene.served(
        catalog.create_good,
        sku="HH-YY-901",
        slug="another",
        producer_id=scene.company.pk,
        category_id=like.category_id,
        county_id=like.county_id,
        unit_id=like.unit_id,
        texts={"name_zh_hans": "米", "name_vi": "Gạo"},
        facts={},
    )


def add_pack(scene: Scene) -> bool:
    return scene.served(
        catalog.add_pack,
        good_id=scene.pack().good_id,
        suffix="9",
        position=9,
        texts={"name_zh_hans": "箱", "name_vi": "Thùng", "name_en": "Carton"},
        content=Decimal(10),
        net_kg=Decimal(10),
        gross_kg=Decimal(11),
        measures_cm=(Decimal(40), Decimal(30), Decimal(20)),
        per_pallet=40,
        moq=5,
        step=5,
    )


def add_picture(scene: Scene) -> bool:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), "brown").save(buffer, "JPEG")
    image = own_image(buffer.getvalue())
    return scene.served(catalog.add_picture, good_id=scene.pack().good_id, image=image, texts={})


def change_price(scene: Scene) -> bool:
    pack = scene.pack()
    fields = {f"{pack.sku}-price_5": "9", f"{pack.sku}-price_51": "8"}
    return scene.post(f"/vi/producer/goods/{pack.good.sku}/packs/{pack.sku}/prices/", **fields)


def newcomer(scene: Scene) -> Membership:
    """Somebody else of the same company."""
    other: Membership = MembershipFactory.create(company=scene.company, roles=(Role.SALES,))
    return other


def read_people(scene: Scene) -> bool:
    return newcomer(scene).user.email in scene.client.get("/vi/account/people/").content.decode()


def correct_company(scene: Scene) -> bool:
    Company.objects.filter(pk=scene.company.pk).update(status="returned")
    return scene.served(companies.resubmit_company, company_id=scene.company.pk, facts={"legal_name": "Mới"})


PORTAL: Final = "/vi/producer"
# Every way there is to do an act. Each returns whether it was allowed.
DOORS: Final[dict[str, dict[str, Callable[[Scene], bool]]]] = {
    "member.read": {"account": read_people},
    "member.roles.change": {
        "account": lambda at: at.post(f"/vi/account/people/{newcomer(at).pk}/roles/", roles="owner"),
        "service": lambda at: at.served(companies.change_roles, membership_id=newcomer(at).pk, roles=[Role.OWNER]),
    },
    "company.correct": {"service": correct_company},
    "order.read": {
        "shop list": lambda at: at.get("/vi/orders/"),
        "shop page": lambda at: at.get(f"/vi/orders/{at.part().order.number}/"),
        "API list": lambda at: at.api("/orders"),
        "API page": lambda at: at.api(f"/orders/{at.part().order.number}"),
    },
    "order.place": {"service": place, "shop": check_out, "API": order_by_api},
    "order.cancel": {
        "shop": lambda at: at.post(f"/vi/orders/{(part := at.part()).order.number}/cancel/", parts=part.number),
        "service": lambda at: at.served(orders.cancel_order, order_id=at.part().order_id),
        "API": cancel_by_api,
    },
    "producer_order.read": {
        "portal list": lambda at: at.get(f"{PORTAL}/orders/"),
        "portal page": lambda at: at.get(f"{PORTAL}/orders/{at.part().number}/"),
    },
    "producer_order.confirm": {
        "portal": lambda at: at.post(f"{PORTAL}/orders/{at.part().number}/confirm/"),
        "service": lambda at: at.served(orders.confirm_producer_order, producer_order_id=at.part().pk),
    },
    "producer_order.decline": {
        "portal": lambda at: at.post(f"{PORTAL}/orders/{at.part().number}/decline/", reason="今年歉收。"),
        "service": lambda at: at.served(
            orders.decline_producer_order, producer_order_id=at.part().pk, reason="今年歉收。"
        ),
    },
    "good.read": {
        "portal list": lambda at: at.get(f"{PORTAL}/goods/"),
        "portal page": lambda at: at.get(f"{PORTAL}/goods/{at.pack().good.sku}/"),
    },
    "good.edit": {
        "create": create_good,
        "texts": lambda at: at.served(
            catalog.update_good_texts, good_id=at.pack().good_id, texts={"name_vi": "Gạo đỏ"}
        ),
        "facts": lambda at: at.served(
            catalog.update_good_facts, good_id=at.pack().good_id, facts={"hs_code": "10062020"}
        ),
        "pack": add_pack,
        "pack texts": lambda at: at.served(
            catalog.update_pack_texts, pack_id=at.pack().pk, texts={"name_vi": "Bao 10 kg"}
        ),
        "rule": lambda at: at.served(catalog.set_order_rule, pack_id=at.pack().pk, moq=5, step=5),
        "picture": add_picture,
    },
    "pack.stock": {
        "portal": lambda at: at.post(
            f"{PORTAL}/goods/{(pack := at.pack()).good.sku}/packs/{pack.sku}/availability/", availability="sold_out"
        ),
        "service": lambda at: at.served(
            catalog.set_availability, pack_id=at.pack().pk, availability=Availability.SOLD_OUT
        ),
    },
    "good.submit": {
        "portal": lambda at: at.post(f"{PORTAL}/goods/{at.pack(GoodStatus.WITHDRAWN).good.sku}/submit/"),
        "service": lambda at: at.served(catalog.submit_good, good_id=at.pack(GoodStatus.WITHDRAWN).good_id),
    },
    "good.withdraw": {
        "portal": lambda at: at.post(f"{PORTAL}/goods/{at.pack().good.sku}/withdraw/"),
        "service": lambda at: at.served(catalog.withdraw_good, good_id=at.pack().good_id),
    },
    "price.change": {
        "portal": change_price,
        "service": lambda at: at.served(change_prices, pack_id=at.pack().pk, breaks=[(5, Decimal("0.4"))]),
    },
}
WALKS: Final = [
    pytest.param(code, door, role, id=f"{code} by {role} through {door}")
    for code, doors in DOORS.items()
    for door in doors
    for role in Role
]


def scene_of(act: Act, role: Role, client: Client, now: datetime) -> Scene:
    company = CompanyFactory.create(producer=act.capacity in {None, CompanyKind.PRODUCER})
    member: Membership = MembershipFactory.create(company=company, roles=(role,))
    client.force_login(member.user)
    return Scene(client, member, now)


@pytest.mark.parametrize(("code", "door", "role"), WALKS)
def test_every_act_is_open_to_its_roles_and_to_no_other(
    client: Client, now: datetime, code: str, door: str, role: Role
) -> None:
    act = ACTS[code]
    assert DOORS[code][door](scene_of(act, role, client, now)) == (role in act.roles)


def test_every_act_of_the_table_is_walked() -> None:
    assert set(DOORS) == set(ACTS)


def test_every_address_of_the_portal_asks_the_table() -> None:
    views = {one.name: one.callback for one in portal.urlpatterns if isinstance(one, URLPattern)}
    del views["home"]  # leads to the list of orders
    assert {getattr(view, "act", None) for view in views.values()} <= set(ACTS.values())


def test_a_set_of_roles_may_what_any_of_them_may(client: Client, now: datetime) -> None:
    act = ACTS["pack.stock"]
    scene = scene_of(act, Role.FULFILMENT, client, now)
    assert not DOORS["price.change"]["portal"](scene)
    both = MembershipFactory.create(company=scene.company, roles=(Role.FULFILMENT, Role.SALES))
    client.force_login(both.user)
    assert DOORS["price.change"]["portal"](Scene(client, both, now))


def test_who_may_not_is_told_who_may(client: Client, now: datetime) -> None:
    scene = scene_of(ACTS["price.change"], Role.FULFILMENT, client, now)
    person_of(scene.company, Role.SALES)
    boss = person_of(scene.company, Role.OWNER)
    for language, roles in (("vi", "Chủ doanh nghiệp, Bán hàng"), ("zh-hans", "负责人、销售"), ("en", "Owner, Sales")):
        pack = scene.pack()
        answer = client.post(f"/{language}/producer/goods/{pack.good.sku}/packs/{pack.sku}/prices/")
        assert answer.status_code == 403
        assert roles in answer.content.decode()
        assert boss.name in answer.content.decode()


def test_what_may_not_be_done_is_not_offered(client: Client, now: datetime) -> None:
    scene = scene_of(ACTS["price.change"], Role.FULFILMENT, client, now)
    good, part = scene.pack().good, scene.part()
    page = client.get(f"/vi/producer/goods/{good.sku}/").content.decode()
    assert "/availability/" in page
    assert "/prices/" not in page
    assert "/withdraw/" not in page
    page = client.get(f"/vi/producer/orders/{part.number}/").content.decode()
    assert "/confirm/" not in page
    assert "/decline/" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Chủ doanh nghiệp, Nhân viên mua hàng"), ("zh-hans", "负责人、采购员"), ("en", "Owner, Purchaser")],
)
def test_who_may_not_order_sees_no_button_and_reads_who_may(
    client: Client, now: datetime, language: str, words: str
) -> None:
    pack = PackFactory.create(first_break__from_quantity=5, second_break__from_quantity=51)
    good, basket = f"/{language}/goods/{pack.good.slug}/", f"/{language}/basket/"
    buttons = {good: 'name="quantity"', basket: 'name="order"'}
    scene = scene_of(ACTS["order.place"], Role.PURCHASER, client, now)
    scene.filled()
    for page, button in buttons.items():
        text = client.get(page).content.decode()
        assert button in text, page
        assert words not in text, page
    give(scene.member, Role.FINANCE)
    for page, button in buttons.items():
        text = client.get(page).content.decode()
        assert button not in text, page
        assert words in text, page
    assert 'name="quantity"' in Client().get(good).content.decode()


@pytest.mark.parametrize("code", sorted(ACTS))
def test_a_person_of_another_company_may_nothing(now: datetime, code: str) -> None:
    from marketplace.companies.selectors import ensure_may  # noqa: PLC0415 - beside its one use

    act = ACTS[code]
    theirs = CompanyFactory.create(producer=act.capacity != CompanyKind.BUYER)
    stranger = person_of(CompanyFactory.create(producer=act.capacity != CompanyKind.BUYER), Role.OWNER)
    with pytest.raises(NotPermitted) as refusal:
        ensure_may(actor=stranger, company_id=theirs.pk, act=act)
    assert refusal.value.reason == "no_membership"
    ensure_may(actor=None, company_id=theirs.pk, act=act)


@pytest.mark.parametrize("code", sorted(ACTS))
def test_an_operator_may_only_what_the_table_opens_to_her_permission(code: str) -> None:
    from marketplace.companies.selectors import ensure_may  # noqa: PLC0415 - beside its one use

    act, operator = ACTS[code], UserFactory.create(operator=True)
    company = CompanyFactory.create(producer=True)
    if act.permission:
        ensure_may(actor=operator, company_id=company.pk, act=act)
        return
    with pytest.raises(NotPermitted):
        ensure_may(actor=operator, company_id=company.pk, act=act)
