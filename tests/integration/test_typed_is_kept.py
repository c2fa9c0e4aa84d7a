"""What was typed into a form goes along when the language is changed, and stands there again after a sign-in.

The forms are those of the whole site; one mechanism serves them (``storefront.typed``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import lxml.html
import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import activate

from marketplace.accounts.models import User
from marketplace.catalog.models import StorefrontRevision
from marketplace.clearance.models import QuarantinedEnvelope
from marketplace.companies.models import Company, CompanyStatus, Role
from marketplace.orders.models import Order
from marketplace.saved_searches.models import SavedSearch
from marketplace.saved_searches.services import save_search
from marketplace.storefront.middleware.session_ended import SHOWN_AGAIN
from marketplace.storefront.typed import MOST_CHARACTERS, MOST_IN_ALL, SWITCH
from marketplace.synonyms.models import SynonymGroup
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory, PackFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import placed_order, sign_in

pytestmark = pytest.mark.django_db

LANGUAGE: Final = "vi"


@pytest.fixture(autouse=True)
def _revision(db: None) -> None:
    StorefrontRevision.objects.get_or_create(pk=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """A form of somebody: where it is sent to, what she typed, and what is refused of it."""

    user: User | None
    address: str
    typed: dict[str, str]
    refused: dict[str, str]


def _buyer(**company: object) -> User:
    user: User = MembershipFactory.create(**{f"company__{name}": value for name, value in company.items()}).user
    return user


def sign_up() -> Scene:
    typed = {
        "name": "Nguyễn Thị Lan", "email": "lan@example.com", "legal_name": "Công ty TNHH Lan Anh", "country": "LA",
        "tax_code": "12", "city": "Hà Nội", "address": "12 Hàng Bài", "phone": "024 3936 2633",
    }  # fmt: skip
    return Scene(None, "/vi/account/signup/", typed, {"tax_code": ""})


def log_in() -> Scene:
    return Scene(None, "/vi/account/login/?next=/vi/orders/", {"login": "lan@example.com"}, {})


def forgotten_password() -> Scene:
    return Scene(None, "/vi/account/password/reset/", {"email": "lan@"}, {})


def checkout() -> Scene:
    user = _buyer()
    BasketLineFactory.create(basket=BasketFactory.create(user=user), pack=PackFactory.create())
    return Scene(
        user, "/vi/checkout/", {"buyer_reference": "PO-117", "note": "Giao buổi sáng"}, {"buyer_reference": "x" * 61}
    )


def profile() -> Scene:
    return Scene(_buyer(), "/vi/account/", {"name": "Lan Anh", "time_zone": "Asia/Vientiane"}, {"name": ""})


def new_address() -> Scene:
    user = _buyer()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Scene(user, "/vi/account/email/", {"email": "lan@@example", "action_add": "1"}, {})


def company() -> Scene:
    member = MembershipFactory.create(roles=[Role.OWNER], company__status=CompanyStatus.RETURNED)
    address = f"/vi/account/company/{member.company.slug}/correct/"
    return Scene(member.user, address, {"legal_name": "Lan Anh", "city": "Vinh", "address": "3 Lê Lợi"}, {"city": ""})


def search() -> Scene:
    return Scene(_buyer(), "/vi/account/searches/save/?q=g%E1%BA%A1o", {"name": "Gạo đỏ"}, {"name": "x" * 121})


def changed_search() -> Scene:
    user = _buyer()
    saved = save_search(user_id=user.pk, q="gạo", lang="vi", params={}, name="", notify=True, now=user.date_joined)
    address = f"/vi/account/searches/{saved.pk}/change/"
    return Scene(user, address, {"name": "Gạo nếp"}, {"name": "x" * 121})


def prices() -> Scene:
    member = MembershipFactory.create(sales=True)
    pack = PackFactory.create(
        good__producer=member.company, good__county=member.company.county, first_break__from_quantity=5
    )
    address = f"/vi/producer/goods/{pack.good.sku}/packs/{pack.sku}/prices/"
    return Scene(member.user, address, {f"{pack.sku}-price_5": "1234,75"}, {f"{pack.sku}-price_5": "-"})


def stock() -> Scene:
    member = MembershipFactory.create(sales=True)
    pack = PackFactory.create(good__producer=member.company, good__county=member.company.county)
    address = f"/vi/producer/goods/{pack.good.sku}/packs/{pack.sku}/availability/"
    return Scene(member.user, address, {"availability": "sold_out"}, {})


def decline() -> Scene:
    member = MembershipFactory.create(sales=True)
    part = placed_order(producer=member.company).producer_orders.get()
    return Scene(member.user, f"/vi/producer/orders/{part.number}/decline/", {"reason": "Mất mùa"}, {"reason": ""})


def company_review() -> Scene:
    company: Company = MembershipFactory.create(company__status=CompanyStatus.PENDING).company
    operator: User = UserFactory.create(operator=True)
    return Scene(
        operator, f"/admin/operations/companies/{company.slug}/suspend/", {"note": "Bằng đã hết hạn từ tháng 6"}, {}
    )


def good_review() -> Scene:
    good = GoodFactory.create()
    operator: User = UserFactory.create(operator=True)
    return Scene(operator, f"/admin/operations/goods/{good.sku}/suspend/", {"note": "Ảnh của người khác"}, {})


def transfer() -> Scene:
    order = placed_order()
    operator: User = UserFactory.create(operator=True)
    return Scene(
        operator, f"/admin/operations/orders/{order.number}/transfer/", {"bank_note": "HHM 117 LAN", "amount": "9"}, {}
    )


def told_answer() -> Scene:
    part = placed_order().producer_orders.get()
    operator: User = UserFactory.create(operator=True)
    return Scene(
        operator, f"/admin/operations/orders/{part.number}/answer/", {f"{part.number}-source": "Bà Lý gọi điện"}, {}
    )


def aside() -> Scene:
    envelope = QuarantinedEnvelope.objects.create(
        sender="DXP", cursor=1, envelope=b"<x>", reason="not_xml", detail="d", received_at=timezone.now()
    )
    operator: User = UserFactory.create(operator=True)
    return Scene(operator, f"/admin/operations/receipts/{envelope.pk}/aside/", {"reason": "Gửi nhầm sang ta"}, {})


def synonyms() -> Scene:
    return Scene(UserFactory.create(operator=True), "/admin/operations/synonyms/add/", {"vi": "chè shan"}, {})


def changed_synonyms() -> Scene:
    group = SynonymGroup.objects.create(zh="茶\n茗", changed_at=timezone.now())
    address = f"/admin/operations/synonyms/{group.pk}/"
    return Scene(UserFactory.create(operator=True), address, {"vi": "chè shan"}, {})


SWITCHED: Final = (
    sign_up, log_in, forgotten_password, checkout, profile, new_address, company, search, changed_search, prices,
    decline,
)  # fmt: skip
ENDED: Final = (
    checkout, profile, new_address, company, search, changed_search, prices, stock, decline, company_review,
    good_review, told_answer, transfer, aside, synonyms, changed_synonyms,
)  # fmt: skip


def _tree(page: str) -> Any:
    return lxml.html.fromstring(page)


def fields_of(page: str, name: str, action: str = "") -> dict[str, str]:
    """Return what stands in the fields of the form of a page that has a field ``name``, best the one of ``action``."""
    forms = [form for form in _tree(page).forms if name in form.fields]
    forms.sort(key=lambda form: form.get("action") != action)
    return {key: value for key, value in forms[0].fields.items() if value is not None}


def shown(page: str, typed: dict[str, str], action: str = "") -> dict[str, str]:
    """Return what a page shows in the fields of the form that was sent."""
    names = [name for name in typed if name != "action_add"]
    fields = fields_of(page, names[0], action)
    return {name: fields.get(name, "").strip() for name in names}


def switch(page: str, language: str) -> tuple[str, dict[str, str]]:
    """Return where the button of a language sends its form to, and what it adds. It names one form of the page."""
    tree = _tree(page)
    buttons = tree.xpath(f'//nav[@class="tongues"]/button[@lang="{language}"]')
    assert buttons, "a language link would lose what was typed"
    (form,) = tree.xpath('//*[@id="page-form"]')
    assert form.tag == "form"
    assert all(button.get("form") == "page-form" for button in buttons)
    # Enter presses the first button of the form.
    first = tree.xpath('(//button[@form="page-form"] | //form[@id="page-form"]//button)[1]')[0]
    assert first.get("formaction") is None
    return unescape(buttons[0].get("formaction")), {buttons[0].get("name"): buttons[0].get("value")}


def wanted(scene: Scene) -> dict[str, str]:
    return {name: value for name, value in scene.typed.items() if name != "action_add"}


@pytest.mark.parametrize("made", SWITCHED, ids=lambda made: made.__name__)
@pytest.mark.parametrize("is_refused", [False, True], ids=["typed", "refused"])
def test_a_change_of_language_takes_what_was_typed_along(
    client: Client, made: Callable[[], Scene], is_refused: bool
) -> None:
    scene = made()
    if scene.user is not None:
        client.force_login(scene.user)
    typed = scene.typed | (scene.refused if is_refused else {})
    password = {"password1": "x", "password": "x"} if scene.user is None else {}
    answer = client.post(scene.address, typed | password) if is_refused else client.get(scene.address)
    if is_refused:
        assert answer.status_code in {200, 422}, "drawn by POST"
        assert "form-errors" in answer.content.decode()
    address, button = switch(answer.content.decode(), "zh-Hans")
    before = Order.objects.count(), SavedSearch.objects.count(), User.objects.count()

    there = client.post(address, typed | password | button)
    assert there.status_code == 303, "a reload must not send anything"
    page = client.get(there["Location"]).content.decode()

    assert '<html lang="zh-Hans"' in page
    expected = wanted(scene) | (scene.refused if is_refused else {})
    if not is_refused:
        expected = {key: value.replace("1234,75", "1234.75") for key, value in expected.items()}
    expected = {key: value[:61] if key == "buyer_reference" else value for key, value in expected.items()}
    assert shown(page, typed) == expected
    if is_refused:
        assert "form-errors" in page, "and is refused in this language too"
    if password and "password" not in scene.address:
        assert "密码" in page[page.index("form-errors" if is_refused else "note") :]
    assert 'value="x"' not in page
    assert before == (Order.objects.count(), SavedSearch.objects.count(), User.objects.count())
    again = client.get(there["Location"]).content.decode()
    assert shown(again, typed) != expected or not any(expected.values()), "given back once"


def test_the_page_after_the_sign_in_goes_along(client: Client) -> None:
    refused = client.post("/vi/account/login/", {"login": "lan@example.com", "password": "", "next": "/vi/orders/"})
    address, button = switch(refused.content.decode(), "zh-Hans")
    there = client.post(address, {"login": "lan@example.com", "next": "/vi/orders/"} | button)
    page = client.get(there["Location"]).content.decode()
    assert fields_of(page, "login")["next"] == "/vi/orders/"


def test_quantities_of_the_basket_go_along_and_are_refused_in_the_other_language(client: Client) -> None:
    user = _buyer()
    line = BasketLineFactory.create(basket=BasketFactory.create(user=user), pack=PackFactory.create(moq=5, step=5))
    client.force_login(user)
    name = f"quantity-{line.pack.sku}"
    refused = client.post("/vi/basket/", {name: "7"})
    address, button = switch(refused.content.decode(), "zh-Hans")
    page = client.post(address, {name: "8"} | button, follow=True).content.decode()
    assert fields_of(page, name)[name] == "8"
    assert 'class="error"' in page
    line.refresh_from_db()
    assert line.quantity != 8


def test_a_language_that_is_changed_by_a_form_does_nothing_else(client: Client) -> None:
    scene = decline()
    assert scene.user is not None
    client.force_login(scene.user)
    there = client.post(scene.address.replace("/vi/", "/zh-hans/"), {"reason": "真的不行", SWITCH: "typed"})
    assert there["Location"] == scene.address.replace("/vi/", "/zh-hans/")
    assert Order.objects.get().producer_orders.get().status == "placed"


def _ended(client: Client, scene: Scene) -> str:
    """Sign in, let the session end, send the form, and return the page that asks to sign in."""
    assert scene.user is not None
    sign_in(client, scene.user.email, language=LANGUAGE)
    client.cookies.pop("sessionid")
    answer = client.post(scene.address, scene.typed | {"password": "geheim", "code": "123456"}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("made", ENDED, ids=lambda made: made.__name__)
def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(client: Client, made: Callable[[], Scene]) -> None:
    scene = made()
    page = _ended(client, scene)
    assert "trong một giờ" in page or "保留一小时" in page
    after = re.findall(r'name="next" value="([^"]+)"', page)[0]

    assert scene.user is not None
    back = sign_in(client, scene.user.email, next=unescape(after))
    page = client.get(back["Location"], follow=True).content.decode()
    assert shown(page, scene.typed, scene.address) == wanted(scene)


def test_every_form_that_is_said_to_be_kept_is_tried_here() -> None:
    activate("vi")
    tried = {resolve(made().address.partition("?")[0]).view_name for made in ENDED}
    names = {name.removeprefix("operations:") for name in SHOWN_AGAIN}
    assert {name.removeprefix("operations:") for name in tried} == names


def test_nobody_else_is_given_back_what_was_typed(client: Client) -> None:
    scene = profile()
    _ended(client, scene)
    other = _buyer()
    back = sign_in(client, other.email, next=scene.address)
    page = client.get(back["Location"], follow=True).content.decode()
    assert "Lan Anh" not in page


def test_where_nobody_is_known_to_have_signed_in_nothing_is_kept_and_that_is_said(client: Client) -> None:
    page = client.post("/vi/account/", {"name": "Lan"}, follow=True).content.decode()
    assert "không giữ lại được" in page
    assert "typed" not in client.session


def test_a_form_that_cannot_show_it_again_says_so(client: Client) -> None:
    member = MembershipFactory.create(roles=[Role.OWNER])
    sign_in(client, member.user.email)
    client.cookies.pop("sessionid")
    answer = client.post(f"/vi/account/people/{member.pk}/roles/", {"roles": "owner"}, follow=True)
    assert "không giữ lại được" in answer.content.decode()


def test_no_secret_and_no_book_is_kept(client: Client) -> None:
    client.post(
        "/vi/account/signup/",
        {"name": "x" * 100_000, "password1": "geheim", "key": "k", "code": "123456", SWITCH: "typed"}
        | {f"f{number}": "y" * 5_000 for number in range(50)},
    )
    kept = client.session["typed"]
    assert len(kept["values"]["name"][0]) == MOST_CHARACTERS
    assert not {"password1", "key", "code"} & kept["values"].keys()
    assert sum(len(text) for texts in kept["values"].values() for text in texts) <= MOST_IN_ALL
    assert kept["lost"] == ["password1"]


def test_after_an_hour_it_is_gone(client: Client) -> None:
    client.post("/vi/account/signup/", {"name": "Lan", SWITCH: "typed"})
    session = client.session
    session["typed"] |= {"until": 1}
    session.save()
    assert fields_of(client.get("/vi/account/signup/").content.decode(), "name").get("name", "") == ""
