"""What operators see when they review, and that their word reaches whom it concerns, in her language, with reasons."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.catalog import services as catalog
from marketplace.catalog.errors import GoodTransitionNotAllowed
from marketplace.catalog.facts import compared, facts_of
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.selectors import published
from marketplace.companies import services as companies
from marketplace.companies.errors import CompanyTransitionNotAllowed
from marketplace.companies.models import Company, CompanyStatus, Membership, Role
from marketplace.kernel.verdicts import ReasonMissing
from marketplace.operations.code_check import code_check
from marketplace.outbox.services import drain
from tests.factories.accounts import UserFactory
from tests.factories.catalog import GoodFactory, PackFactory, PictureFactory
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.factories.orders import OrderFactory
from tests.integration.scenes import HOSTILE_TEXTS, text_of

pytestmark = pytest.mark.django_db

HOME = "/admin/operations/"


@pytest.fixture
def operator(client: Client) -> User:
    """An operator who is signed in and reads Chinese."""
    user: User = UserFactory.create(operator=True, language="zh-hans")
    client.force_login(user)
    client.cookies["django_language"] = "zh-hans"
    return user


def reviewed(**traits: object) -> Good:
    """A good in review with pack, prices and picture."""
    good: Good = PackFactory.create(good__status=GoodStatus.REVIEW, good__published_at=None, **traits).good
    PictureFactory.create(good=good, file="goods/rice.jpg")
    return good


@pytest.mark.usefixtures("operator")
def test_a_good_under_review_is_shown_in_each_language_with_packs_and_prices(client: Client) -> None:
    good = reviewed(good__description_vi="Gạo thơm", good__name_en="")
    page = client.get(f"{HOME}goods/{good.sku}/")
    text = text_of(page)
    for shown in (
        good.name_zh_hans,
        good.name_vi,
        "Gạo thơm",
        "10 千克纸箱",
        "Thùng 10 kg",
        "2.45",
        "2.30",
        "一碗红米",
    ):
        assert shown in text
    assert 'lang="vi"' in page.content.decode()
    assert 'class="ops-gap"' in page.content.decode()  # the English name is missing, and nothing stands in for it


@pytest.mark.usefixtures("operator")
def test_old_values_stand_beside_the_new_ones(client: Client, actor: User, now: datetime) -> None:
    good = PackFactory.create().good
    PictureFactory.create(good=good, file="goods/rice.jpg")
    old = good.name_vi
    catalog.withdraw_good(good_id=good.pk, actor=None, now=now)
    catalog.update_good_texts(good_id=good.pk, texts={"name_vi": "Gạo đỏ mới"}, actor=None, now=now)
    pack = good.packs.get()
    pack.price_breaks.filter(from_quantity=50).update(unit_price=Decimal("2.20000"))
    catalog.submit_good(good_id=good.pk, actor=None, now=now)
    good.refresh_from_db()

    changed = {
        row.label: (row.before, row.now) for row in compared(facts_of(good), good.last_published) if row.is_changed
    }

    assert len(changed) == 2
    assert (old, "Gạo đỏ mới") in changed.values()
    (prices,) = (pair for pair in changed.values() if "USD" in pair[1])
    assert ("2.3 USD" in str(prices[0]), "2.2 USD" in prices[1]) == (True, True)
    text = text_of(client.get(f"{HOME}goods/{good.sku}/"))
    assert old in text
    assert "Gạo đỏ mới" in text


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "图片模糊"), ("vi", "Ảnh mờ")])
def test_a_returned_good_reaches_its_producer_with_the_reason_by_mail_and_in_the_portal(
    client: Client, operator: User, language: str, words: str
) -> None:
    good = reviewed()
    seller = MembershipFactory.create(sales=True, company=good.producer, user=UserFactory.create(language=language))
    typed = {"reasons": ["picture_quality"], "note": "请补拍外箱"}
    assert client.post(f"{HOME}goods/{good.sku}/return/", typed).status_code == 302
    drain(now=AuditEvent.objects.latest("pk").at)
    (letter,) = mail.outbox
    assert letter.to == [seller.user.email]
    assert words in letter.body
    assert "请补拍外箱" in letter.body
    client.force_login(seller.user)
    page = text_of(client.get(f"/{language}/producer/goods/{good.sku}/"))
    assert words in page
    assert "请补拍外箱" in page
    assert AuditEvent.objects.filter(verb="good.status.changed", actor_id=operator.pk).count() == 1


def test_the_reason_leaves_the_portal_when_the_good_is_submitted_again(
    client: Client, actor: User, now: datetime
) -> None:
    good = reviewed()
    seller = MembershipFactory.create(sales=True, company=good.producer)
    catalog.return_good(good_id=good.pk, reasons=["duplicate"], note="", actor=actor, now=now)
    catalog.submit_good(good_id=good.pk, actor=seller.user, now=now)
    client.force_login(seller.user)
    assert client.get(f"/vi/producer/goods/{good.sku}/").context["word"] is None


def test_a_published_good_is_told_of(client: Client, operator: User) -> None:
    good = reviewed()
    seller = MembershipFactory.create(sales=True, company=good.producer)
    client.post(f"{HOME}goods/{good.sku}/publish/")
    drain(now=AuditEvent.objects.latest("pk").at)
    assert [letter.to for letter in mail.outbox if good.sku in letter.body] == [[seller.user.email]]


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    "typed", [{}, {"reasons": ["nonsense"]}, {"reasons": ["other"]}, {"reasons": ["other"], "note": "\x01"}]
)
def test_a_good_is_not_given_back_without_a_reason_that_says_enough(client: Client, typed: dict[str, object]) -> None:
    good = reviewed()
    answer = client.post(f"{HOME}goods/{good.sku}/return/", typed)
    good.refresh_from_db()
    assert (answer.status_code, good.status) == (422, GoodStatus.REVIEW)
    assert answer.context["acts"][1]["is_open"]


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_note_breaks_the_page(client: Client, text: str) -> None:
    good = reviewed()
    assert client.post(f"{HOME}goods/{good.sku}/return/", {"reasons": ["other"], "note": text}).status_code < 500
    company = CompanyFactory.create(status=CompanyStatus.PENDING)
    sent = {"reasons": ["other"], "items": ["phone"], "note": text}
    assert client.post(f"{HOME}companies/{company.slug}/return/", sent).status_code < 500


def test_a_good_is_suspended_with_a_reason_and_comes_back_when_that_is_lifted(client: Client, operator: User) -> None:
    good = PackFactory.create().good
    PictureFactory.create(good=good, file="goods/rice.jpg")
    assert client.post(f"{HOME}goods/{good.sku}/suspend/", {"reasons": ["licence_missing"]}).status_code == 302
    good.refresh_from_db()
    assert good.status == GoodStatus.SUSPENDED
    assert not published().exists()
    with pytest.raises(GoodTransitionNotAllowed):  # its producer cannot lift it
        catalog.submit_good(good_id=good.pk, actor=None, now=good.created_at)
    assert client.post(f"{HOME}goods/{good.sku}/lift/").status_code == 302
    assert list(published()) == [good]
    events = AuditEvent.objects.filter(verb="good.status.changed", actor_id=operator.pk).order_by("pk")
    assert [event.data["to"] for event in events] == ["suspended", "published"]


@pytest.mark.usefixtures("operator")
def test_the_review_of_a_company_shows_people_code_and_what_waits_for_it(client: Client) -> None:
    company = CompanyFactory.create(status=CompanyStatus.PENDING, tax_code="0100109106", city="Hà Nội")
    sure, unsure = (MembershipFactory.create(company=company).user for _ in "ab")
    EmailAddress.objects.create(user=sure, email=sure.email, verified=True, primary=True)
    order = OrderFactory.create(buyer=company, status="awaiting_verification", verification_until=company.created_at)
    page = client.get(f"{HOME}companies/{company.slug}/")
    people = {row["member"].user: row["is_confirmed"] for row in page.context["people"]}
    assert people == {sure: True, unsure: False}
    assert page.context["check"].state == "ok"
    assert order.number in text_of(page)
    assert company.legal_name in text_of(client.get(f"{HOME}reviews/"))


@pytest.mark.parametrize(
    ("country", "code", "state"),
    [
        ("VN", "0100109106", "ok"),
        ("VN", "0100109106-001", "ok"),
        ("VN", "0100109107", "bad"),
        ("VN", "001190012345", "ok"),
        ("VN", "", "missing"),
        ("CN", "91350100M000100Y43", "ok"),
        ("CN", "91350100M000100Y44", "bad"),
        ("LA", "123456789", "unknown"),
    ],
)
def test_the_code_of_a_company_is_held_against_its_country(country: str, code: str, state: str) -> None:
    assert code_check(CompanyFactory.create(country=country, tax_code=code)).state == state


def test_a_company_given_back_reads_why_corrects_it_and_waits_again(client: Client, operator: User) -> None:
    company = CompanyFactory.create(status=CompanyStatus.PENDING, tax_code="0100109106", city="Hà Nội")
    owner = MembershipFactory.create(company=company, roles={Role.OWNER}).user
    typed = {"items": ["tax_code"], "reasons": ["number_differs"], "note": "Số khác giấy phép"}
    assert client.post(f"{HOME}companies/{company.slug}/return/", typed).status_code == 302
    drain(now=AuditEvent.objects.latest("pk").at)
    (letter,) = mail.outbox
    assert "Số đã khai không khớp với giấy" in letter.body

    client.force_login(owner)
    assert "Số khác giấy phép" in text_of(client.get("/vi/account/"))
    page = f"/vi/account/company/{company.slug}/correct/"
    assert "Số đã khai không khớp với giấy" in text_of(client.get(page))
    facts = {"legal_name": "Công ty Mới", "city": "Hà Nội", "address": "1 Tràng Tiền", "phone": ""}
    assert client.post(page, {**facts, "tax_code": "0100109107"}).status_code == 422
    assert client.post(page, {**facts, "tax_code": "0100109106-001"}).status_code == 302
    company.refresh_from_db()
    assert (company.status, company.tax_code, company.country) == (CompanyStatus.PENDING, "0100109106-001", "VN")
    event = AuditEvent.objects.get(verb="company.resubmitted")
    assert event.data["changed"]["tax_code"] == ["0100109106", "0100109106-001"]
    assert client.get(page).status_code == 302  # nothing is to be corrected any more


def test_strangers_and_other_roles_cannot_correct_a_company(client: Client) -> None:
    company = CompanyFactory.create(status=CompanyStatus.RETURNED)
    page = f"/vi/account/company/{company.slug}/correct/"
    client.force_login(MembershipFactory.create().user)
    assert client.post(page, {}).status_code == 404
    client.force_login(MembershipFactory.create(company=company).user)
    assert client.post(page, {"legal_name": "x"}).status_code == 403
    company.refresh_from_db()
    assert company.status == CompanyStatus.RETURNED


def test_a_suspension_is_lifted_to_what_the_company_was(actor: User, now: datetime) -> None:
    for before in (CompanyStatus.VERIFIED, CompanyStatus.PENDING):
        company = CompanyFactory.create(status=before)
        companies.suspend_company(company_id=company.pk, reasons=["complaints"], note="", actor=actor, now=now)
        with pytest.raises(CompanyTransitionNotAllowed):
            companies.reopen_company(company_id=company.pk, actor=actor, now=now)
        companies.lift_suspension(company_id=company.pk, actor=actor, now=now)
        company.refresh_from_db()
        assert company.status == before
    with pytest.raises(CompanyTransitionNotAllowed):
        companies.lift_suspension(company_id=company.pk, actor=actor, now=now)
    with pytest.raises(ReasonMissing):
        companies.suspend_company(company_id=company.pk, reasons=[], note="x", actor=actor, now=now)


@pytest.mark.usefixtures("operator")
def test_a_refused_company_can_be_taken_up_again(client: Client) -> None:
    company = CompanyFactory.create(status=CompanyStatus.PENDING)
    client.post(f"{HOME}companies/{company.slug}/refuse/", {"reasons": ["no_answer"]})
    company.refresh_from_db()
    assert company.status == CompanyStatus.REFUSED
    client.post(f"{HOME}companies/{company.slug}/reopen/")
    company.refresh_from_db()
    assert company.status == CompanyStatus.PENDING


@pytest.mark.usefixtures("operator")
def test_companies_and_goods_are_found_and_narrowed(client: Client) -> None:
    one = CompanyFactory.create(tax_code="0100109106", status=CompanyStatus.PENDING)
    other = CompanyFactory.create(producer=True)
    person = MembershipFactory.create(company=one).user
    good = GoodFactory.create(producer=other, hs_code="1006209000")
    draft = GoodFactory.create(draft=True)

    def companies_found(**query: str) -> set[Company]:
        return set(client.get(f"{HOME}companies/", query).context["page"])

    def goods_found(**query: str) -> set[Good]:
        return set(client.get(f"{HOME}goods/", query).context["page"])

    assert companies_found(q="0100109106") == companies_found(status="pending") == {one}
    assert companies_found(q=person.email) == {one}
    assert companies_found(q=other.name_vi) == {other}
    assert one not in companies_found(kind="producer")
    assert goods_found(q=good.name_vi) == goods_found(producer=other.slug) == {good}
    assert goods_found(status="draft") == {draft}
    assert goods_found(q="%") == goods_found(q="' OR 1=1 --") == set()
    assert goods_found(status="nonsense") == {good, draft}


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("count", [1, 8])
def test_lists_and_pages_cost_the_same_however_much_there_is(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    company = CompanyFactory.create(status=CompanyStatus.PENDING)
    good = reviewed()
    for _ in range(count):
        MembershipFactory.create(company=company)
        OrderFactory.create(buyer=company)
        CompanyFactory.create(status=CompanyStatus.PENDING)
        PictureFactory.create(good=PackFactory.create(good=GoodFactory.create()).good, file="goods/rice.jpg")
        PackFactory.create(good=good)
        PictureFactory.create(good=good, file="goods/rice.jpg")
    for page in ("companies/", "goods/", "reviews/", f"companies/{company.slug}/", f"goods/{good.sku}/"):
        with django_assert_max_num_queries(24):
            assert client.get(f"{HOME}{page}").status_code == 200


@pytest.mark.parametrize("act", ["verify", "return", "refuse", "suspend", "lift", "reopen", "nonsense"])
def test_who_may_only_look_decides_nothing(client: Client, act: str) -> None:
    company, good = CompanyFactory.create(status=CompanyStatus.PENDING), reviewed()
    member: Membership = MembershipFactory.create()
    client.force_login(member.user)
    client.post(f"{HOME}companies/{company.slug}/{act}/", {"reasons": ["other"], "note": "x"})
    client.post(f"{HOME}goods/{good.sku}/{act}/", {"reasons": ["other"], "note": "x"})
    company.refresh_from_db()
    good.refresh_from_db()
    assert (company.status, good.status) == (CompanyStatus.PENDING, GoodStatus.REVIEW)


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_the_admin_opens_with_what_waits_under_the_markets_name(client: Client, language: str) -> None:
    CompanyFactory.create(status=CompanyStatus.PENDING)
    client.force_login(UserFactory.create(operator=True, language=language))
    client.cookies["django_language"] = language
    page = client.get("/admin/")
    text = text_of(page)
    assert {"zh-hans": "待核验的企业", "vi": "Doanh nghiệp chờ xác minh"}[language] in text
    assert {"zh-hans": "红河集市", "vi": "Chợ Hồng Hà"}[language] in text
    assert "logo.svg" in page.content.decode()
    assert "Wagtail" not in page.content.decode().partition("</title>")[0]
