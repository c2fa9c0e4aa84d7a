"""Somebody registers a buyer company."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts.models import User
from marketplace.companies import services as companies
from marketplace.companies.models import Company, CompanyStatus, Membership, Role
from marketplace.orders.models import BasketOwner
from marketplace.orders.selectors import basket_line_count
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PackFactory
from tests.integration.scenes import HOSTILE_TEXTS, text_of

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Bùi Thị Nở",
    "email": "No.Bui@example.com",
    "password1": "Mot-Hai-Ba-Bon-5678",
    "legal_name": "Công ty TNHH Nở Hoa",
    "country": "VN",
    "tax_code": "0100000003",
    "city": "Hà Nội",
    "address": "1 phố Ví Dụ",
    "phone": "+84 24 0000 0000",
}


def code_in_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def test_signing_up_makes_a_person_and_her_company_that_awaits_review(client: Client) -> None:
    client.post("/vi/account/signup/", FORM)
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("no.bui@example.com", "Bùi Thị Nở", "vi")
    membership = Membership.objects.select_related("company").get(user=user)
    assert membership.roles == {Role.OWNER}
    assert membership.company.status == CompanyStatus.PENDING
    assert (membership.company.legal_name, membership.company.tax_code) == ("Công ty TNHH Nở Hoa", "0100000003")
    assert membership.company.address_vi == "1 phố Ví Dụ"


def test_the_code_from_the_mail_signs_her_in_and_her_basket_is_still_there(client: Client) -> None:
    pack = PackFactory.create()
    client.post("/vi/basket/add/", {"pack": pack.sku, "quantity": "7"})
    answer = client.post("/vi/account/signup/", {**FORM, "next": "/vi/checkout/"})
    assert answer["Location"] == "/vi/account/confirm-email/"
    answer = client.post("/vi/account/confirm-email/", {"code": code_in_mail()})
    assert answer["Location"] == "/vi/checkout/"
    assert basket_line_count(BasketOwner.of_user(User.objects.get())) == 1
    assert "Công ty TNHH Nở Hoa" in text_of(client.get("/vi/checkout/"))


def test_a_wrong_code_signs_nobody_in(client: Client) -> None:
    client.post("/vi/account/signup/", FORM)
    answer = client.post("/vi/account/confirm-email/", {"code": "XXXX-XXXX"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_the_mail_is_written_in_the_language_of_the_page(client: Client, language: str) -> None:
    client.post(f"/{language}/account/signup/", FORM)
    assert User.objects.get().language == language
    text = f"{mail.outbox[-1].subject} {mail.outbox[-1].body}"
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) is (language == "zh-hans")


def test_a_taken_address_is_answered_as_a_new_one_and_told_by_mail_only(client: Client) -> None:
    UserFactory.create(email="no.bui@example.com")
    taken = client.post("/vi/account/signup/", FORM)
    page = text_of(client.get(taken["Location"]))
    assert User.objects.count() == 1
    assert not Company.objects.exists()
    assert [message.to for message in mail.outbox] == [["no.bui@example.com"]]
    other = Client()
    fresh = other.post("/vi/account/signup/", {**FORM, "email": "other@example.com"})
    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert page.replace("no.bui@", "other@") == text_of(other.get(fresh["Location"]))


def test_a_wrong_tax_code_is_explained_and_nothing_typed_is_lost(client: Client) -> None:
    answer = client.post("/vi/account/signup/", {**FORM, "tax_code": "0100000004"})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"tax_code"}
    html = answer.content.decode()
    assert all(FORM[name] in html for name in ("name", "legal_name", "city", "address"))
    assert FORM["password1"] not in html
    assert not User.objects.exists()


def test_other_countries_have_other_tax_codes(client: Client) -> None:
    client.post("/en/account/signup/", {**FORM, "country": "LA", "tax_code": "123456789-0-00"})
    assert Company.objects.get().country == "LA"


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_field_falls_over_what_nobody_should_type(client: Client, text: str) -> None:
    for name in FORM:
        answer = client.post("/vi/account/signup/", {**FORM, "email": "one@example.com", name: text})
        assert answer.status_code in {200, 302, 429}, name
        if answer.status_code == 200:
            assert answer.context["form"].errors, name
    assert all("\x00" not in value for value in Company.objects.values_list("legal_name", flat=True))


def test_person_and_company_are_written_together_or_not_at_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_facts: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(companies, "register_buyer_company", fail)
    client.raise_request_exception = False
    assert client.post("/vi/account/signup/", FORM).status_code == 500
    assert not User.objects.exists()


def test_a_number_and_a_code_are_kept_in_one_form_however_they_were_pasted(client: Client) -> None:
    typed = {
        "email": " ｎｏ.bui＠example.com.\u200b",
        "tax_code": "MST: 01.00.00.00.03-001",
        "phone": "ĐT: (+84)24.3825.1234 máy lẻ 12",
    }
    client.post("/vi/account/signup/", {**FORM, **typed})
    company = Membership.objects.select_related("company").get(user__email="no.bui@example.com").company
    assert (company.tax_code, company.phone) == ("0100000003-001", "+842438251234;ext=12")


def test_a_household_business_signs_up_with_its_personal_number(client: Client) -> None:
    client.post("/vi/account/signup/", {**FORM, "tax_code": "079 085 012 345"})
    assert Membership.objects.select_related("company").get().company.tax_code == "079085012345"


@pytest.mark.parametrize(
    ("code", "is_right"), [("９１１１００００６０００３７３４１ｌ", True), ("91110000600037341M", False)]
)
def test_a_chinese_code_is_checked(client: Client, code: str, is_right: bool) -> None:
    answer = client.post(
        "/zh-hans/account/signup/", {**FORM, "country": "CN", "tax_code": code, "phone": "0873-3722222转8001"}
    )
    if is_right:
        company = Membership.objects.select_related("company").get().company
        assert (company.tax_code, company.phone) == ("91110000600037341L", "+868733722222;ext=8001")
    else:
        assert "GB" not in text_of(answer)
        assert "统一社会信用代码不正确" in text_of(answer)
        assert code in answer.content.decode()


@pytest.mark.parametrize("page", ["login", "password/reset"])
def test_every_door_reads_an_address_as_sign_up_does(client: Client, page: str) -> None:
    UserFactory.create(email="lan@example.com", password="Mot-Hai-Ba-Bon-5678")
    answer = client.post(
        f"/vi/account/{page}/",
        {"login": "Ｌan＠example.com ", "email": "Ｌan＠example.com ", "password": "Mot-Hai-Ba-Bon-5678"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
