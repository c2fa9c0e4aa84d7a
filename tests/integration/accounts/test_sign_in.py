"""Sign-in, sign-out, lost passwords, and the language that goes with a person."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings, settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client

from config.settings import base
from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.orders.models import BasketOwner
from marketplace.orders.selectors import basket_summary
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.catalog import PackFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory
from tests.integration.scenes import HOSTILE_TEXTS, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.differs]


@pytest.mark.parametrize("page", ["zh-hans", "vi", "en"])
def test_signing_in_leads_to_the_account_in_her_own_language(client: Client, page: str) -> None:
    user = UserFactory.create(language="vi")
    answer = sign_in(client, user.email, language=page)
    assert answer["Location"] == "/vi/account/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "vi"
    assert client.get("/")["Location"] == "/vi/"


def test_a_page_that_she_came_from_is_gone_back_to_in_its_own_language(client: Client) -> None:
    user = UserFactory.create(language="zh-hans")
    answer = sign_in(client, user.email, next="/vi/checkout/")
    assert answer["Location"] == "/vi/checkout/"
    html = client.get("/vi/goods/").content.decode()
    assert "Đã đăng nhập" in html


def test_nobody_is_sent_to_a_foreign_site(client: Client) -> None:
    user = UserFactory.create()
    answer = sign_in(client, user.email, next="https://evil.example/")
    assert answer["Location"] == "/vi/account/"


def test_the_address_is_not_case_sensitive(client: Client) -> None:
    UserFactory.create(email="lan@example.com")
    assert sign_in(client, "LAN@example.COM").status_code == 302


def test_an_older_hash_is_replaced_when_she_signs_in(client: Client, settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    user = UserFactory.create()
    user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    user.save(update_fields=["password"])

    assert sign_in(client, user.email, password="not-it-at-all-1").status_code == 200
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2_sha256$"), "who does not know it changes nothing"
    assert sign_in(client, user.email).status_code == 302

    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, user.password)
    client.logout()
    assert sign_in(client, user.email).status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    user = UserFactory.create()
    wrong = sign_in(client, user.email, password="not-it-at-all-1")
    unknown = sign_in(client, "nobody@example.com", password="not-it-at-all-1")
    assert wrong.status_code == unknown.status_code == 200
    assert text_of(wrong) == text_of(unknown)


def test_guessing_is_slowed_down(client: Client) -> None:
    user = UserFactory.create()
    statuses = [sign_in(client, user.email, password=f"guess-{n}").status_code for n in range(12)]
    assert sign_in(client, user.email).status_code != 302
    assert set(statuses) <= {200, 429}


def test_a_visitors_basket_is_added_to_hers(client: Client) -> None:
    user = UserFactory.create()
    both, mine = PackFactory.create(), PackFactory.create()
    basket = BasketFactory.create(user=user)
    BasketLineFactory.create(basket=basket, pack=both, quantity=5)
    BasketLineFactory.create(basket=basket, pack=mine, quantity=7)
    client.post("/vi/basket/add/", {"pack": both.sku, "quantity": "7"})
    sign_in(client, user.email)
    lines = {item.sku: item.quantity for item in basket_summary(BasketOwner.of_user(user), language="vi").items}
    assert lines == {both.sku: 13, mine.sku: 7}
    assert client.get("/vi/basket/").status_code == 200


def test_signing_out_is_an_act_and_leads_home(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get("/vi/account/logout/").status_code == 200
    assert client.post("/vi/account/logout/")["Location"] == "/vi/"
    assert "_auth_user_id" not in client.session


def test_a_lost_password_is_replaced_by_mail(client: Client) -> None:
    user = UserFactory.create(language="vi")
    assert client.post("/vi/account/password/reset/", {"email": user.email}).status_code == 302
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    page = client.get(link[1], follow=True)
    new = "Nam-Sau-Bay-Tam-9999"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(Client(), user.email, password=new).status_code == 302
    assert sign_in(Client(), user.email, password=PASSWORD).status_code == 200


def test_asking_for_a_reset_tells_nobody_who_has_an_account(client: Client) -> None:
    user = UserFactory.create()
    pages = [
        text_of(client.post("/vi/account/password/reset/", {"email": email}, follow=True))
        for email in (user.email, "nobody@example.com")
    ]
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.com"]]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_sign_ins_are_refused_and_nothing_more(client: Client, text: str) -> None:
    user = UserFactory.create()
    assert sign_in(client, text).status_code == 200
    assert sign_in(client, user.email, password=text).status_code == 200
    assert client.post("/vi/account/password/reset/", {"email": text}).status_code == 200
    assert (
        client.post("/vi/account/login/", {"login": user.email, "password": PASSWORD, "next": text}).status_code == 302
    )


def test_the_account_changes_name_and_language_and_goes_on_in_the_new_one(client: Client) -> None:
    user = UserFactory.create(language="vi")
    client.force_login(user)
    answer = client.post("/vi/account/", {"name": "李秀芬", "language": "zh-hans"})
    assert answer["Location"] == "/zh-hans/account/"
    user.refresh_from_db()
    assert (user.name, user.language) == ("李秀芬", "zh-hans")
    assert AuditEvent.objects.filter(verb="account.profile.changed").count() == 1
    assert "您的账户" in text_of(client.get("/zh-hans/account/")) or "账户" in text_of(client.get("/zh-hans/account/"))


@pytest.mark.parametrize("fields", [{"name": "x" * 20_000}, {"name": ""}, {"name": "a\x00b"}, {"language": "tlh"}])
def test_a_bad_profile_is_refused_and_keeps_what_was_typed(client: Client, fields: dict[str, str]) -> None:
    user = UserFactory.create(name="Lan", language="vi")
    client.force_login(user)
    answer = client.post("/vi/account/", {"name": "Lan Mới", "language": "en", **fields})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == fields.keys()
    user.refresh_from_db()
    assert (user.name, user.language) == ("Lan", "vi")


def test_a_demonstration_sign_in_says_that_it_is_one(client: Client) -> None:
    client.force_login(UserFactory.create(demo=True))
    demo = text_of(client.get("/en/account/"))
    assert "This is a demonstration sign-in." in demo
    client.force_login(UserFactory.create())
    assert "This is a demonstration sign-in." not in text_of(client.get("/en/account/"))


def test_a_company_without_translated_names_shows_its_legal_name(client: Client) -> None:
    membership = MembershipFactory.create(company__name_zh_hans="", company__name_vi="", company__name_en="")
    client.force_login(membership.user)
    for language in ("zh-hans", "vi", "en"):
        assert membership.company.legal_name in text_of(client.get(f"/{language}/account/"))


@pytest.mark.parametrize("page", ["account/", "account/2fa/", "account/password/change/", "account/email/", "orders/"])
def test_private_pages_ask_visitors_to_sign_in_and_come_back(client: Client, page: str) -> None:
    answer = client.get(f"/vi/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/vi/account/login/?next=/vi/{page}")


def test_no_user_has_an_address_twice_whatever_its_case() -> None:
    UserFactory.create(email="lan@example.com")
    assert User.objects.get_by_natural_key("LAN@EXAMPLE.COM").email == "lan@example.com"
