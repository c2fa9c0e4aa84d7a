"""The second factor: set up, used, and required of staff."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from marketplace.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.integration.scenes import sign_in

pytestmark = pytest.mark.django_db

SET_UP = "/vi/account/2fa/totp/activate/"


def code_of(secret: str) -> str:
    cache.clear()  # a code serves once; the next one would come half a minute later
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def confirm(client: Client) -> None:
    """Type the password once more, as allauth asks before anything that concerns security."""
    assert client.post("/vi/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def set_up(client: Client) -> str:
    confirm(client)
    secret: str = client.get(SET_UP).context["form"].secret
    answer = client.post(SET_UP, {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


def with_factor(user: User) -> str:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def test_a_factor_is_set_up_and_then_asked_for(client: Client) -> None:
    user = UserFactory.create()
    sign_in(client, user.email)
    secret = set_up(client)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    again = Client()
    assert sign_in(again, user.email)["Location"].startswith("/vi/account/2fa/authenticate/")
    assert "_auth_user_id" not in again.session
    wrong = again.post("/vi/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert again.post("/vi/account/2fa/authenticate/", {"code": code_of(secret)})["Location"] == "/vi/account/"
    assert again.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_serves_once(client: Client) -> None:
    user = UserFactory.create()
    with_factor(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user.email)
    assert client.post("/vi/account/2fa/authenticate/", {"code": code}).status_code == 302
    second = Client()
    sign_in(second, user.email)
    assert second.post("/vi/account/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["x" * 20_000, "\x00", "１２３４５６", ""])
def test_codes_that_are_none_are_refused(client: Client, code: str) -> None:
    user = UserFactory.create()
    with_factor(user)
    sign_in(client, user.email)
    assert client.post("/vi/account/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "vi"])
def test_the_pages_of_the_factor_are_there_in_both_languages(client: Client, language: str) -> None:
    user = UserFactory.create(language=language)
    sign_in(client, user.email)
    confirm(client)
    for page in ("2fa/", "2fa/totp/activate/"):
        assert client.get(f"/{language}/account/{page}").status_code == 200
    set_up(client)
    for page in ("2fa/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/"):
        assert client.get(f"/{language}/account/{page}").status_code == 200


@pytest.fixture
def _required(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("address", ["/admin/", "/vi/account/", "/vi/", "/vi/basket/"])
def test_staff_without_a_factor_get_no_further_than_setting_one_up(client: Client, address: str) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/2fa/totp/activate/")


@pytest.mark.usefixtures("_required")
def test_staff_set_the_factor_up_and_go_on_in_the_same_session(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own transaction never ends; allauth needs the request when its does.
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    user = UserFactory.create(operator=True)
    sign_in(client, user.email)
    assert client.get("/admin/").status_code == 302
    set_up(client)
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_a_session_from_before_the_factor_must_show_it_first(client: Client) -> None:
    user = UserFactory.create(operator=True)
    sign_in(client, user.email)
    secret = with_factor(user)
    answer = client.get("/admin/reports/?page=2")
    assert "/account/2fa/reauthenticate/?next=%2Fadmin%2Freports%2F%3Fpage%3D2" in answer["Location"]
    assert client.post(answer["Location"], {"code": code_of(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_staff_who_take_their_factor_off_are_asked_again_at_once(client: Client) -> None:
    user = UserFactory.create(operator=True)
    sign_in(client, user.email)
    set_up(client)
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("_required")
def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    user = UserFactory.create(is_staff=True)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/vi/account/").status_code == 302


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("who", [{}, {"operator": True, "demo": True}])
def test_buyers_and_demonstration_sign_ins_are_not_asked(client: Client, who: dict[str, Any]) -> None:
    client.force_login(UserFactory.create(**who))
    assert client.get("/vi/account/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_the_ways_out_stay_open_to_staff(client: Client) -> None:
    user = UserFactory.create(is_staff=True, language="vi")
    sign_in(client, user.email)
    confirm(client)
    assert client.get(SET_UP).status_code == 200
    assert client.post("/vi/account/logout/").status_code == 302


def test_where_it_is_not_required_staff_work_without(client: Client) -> None:
    client.force_login(UserFactory.create(operator=True))
    assert client.get("/admin/").status_code == 200
