"""Guessing is slowed down, and a stranger's guesses do not lock the owner of an address out."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from marketplace.accounts import known_browsers
from tests.factories.accounts import PASSWORD, UserFactory
from tests.integration.scenes import sign_in, text_of

pytestmark = pytest.mark.django_db
STRANGER, OWNER = "198.51.100.66", "203.0.113.7"


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def guess(client: Client, email: str, times: int) -> Any:
    for number in range(times):
        answer = sign_in(client, email, password=f"guess-{number}-{number}")
    return answer


def test_after_five_wrong_passwords_a_client_waits(settings: Any) -> None:
    user = UserFactory.create()
    assert guess(at(STRANGER), user.email, 5).status_code == 200
    refused = guess(at(STRANGER), user.email, 1)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 180
    assert "Quá nhiều yêu cầu" in text_of(refused)
    # The right one too, or she would know by it that it is right.
    assert sign_in(at(STRANGER), user.email).status_code == 429


def test_the_owner_signs_in_from_elsewhere_while_a_stranger_guesses() -> None:
    user = UserFactory.create()
    guess(at(STRANGER), user.email, 8)
    assert sign_in(at(OWNER), user.email).status_code == 302


def test_a_known_browser_goes_on_in_the_strangers_own_network() -> None:
    user = UserFactory.create()
    known = at(STRANGER)
    assert sign_in(known, user.email).status_code == 302
    known.post("/vi/account/logout/")
    guess(at(STRANGER), user.email, 8)
    for number in range(40):
        guess(at(STRANGER), f"somebody-{number}@example.com", 1)
    assert sign_in(at(STRANGER), UserFactory.create().email).status_code == 429
    assert sign_in(known, user.email).status_code == 302


def test_a_known_browser_is_slowed_down_as_well_and_for_its_own_person_only() -> None:
    user, other = UserFactory.create(), UserFactory.create()
    known = at(OWNER)
    sign_in(known, user.email)
    known.post("/vi/account/logout/")
    assert guess(known, user.email, 11).status_code == 429
    assert guess(known, other.email, 6).status_code == 429


def test_a_made_up_mark_makes_no_browser_known_and_a_new_password_ends_it() -> None:
    user = UserFactory.create()
    own = known_browsers.remembered("", user)
    assert known_browsers.known_as(own, user.email) == own
    for cookie in ("", "x", "." * 99, "a" * 32, own[:-1] + "é", "\x00" * 32):
        assert not known_browsers.known_as(cookie, user.email)
    assert not known_browsers.known_as(own, UserFactory.create().email)
    assert not known_browsers.known_as(own, "\x00")
    user.set_password("Nam-Sau-Bay-Tam-9999")
    user.save()
    assert not known_browsers.known_as(own, user.email)


def test_a_browser_of_six_people_knows_the_last_five() -> None:
    people = UserFactory.create_batch(6)
    cookie = ""
    for person in people:
        cookie = known_browsers.remembered(cookie, person)
    assert [bool(known_browsers.known_as(cookie, one.email)) for one in people] == [False] + [True] * 5


def test_right_passwords_are_not_counted() -> None:
    user = UserFactory.create()
    for _ in range(8):
        client = at(OWNER)
        assert sign_in(client, user.email).status_code == 302


def test_a_success_does_not_wipe_the_guesses_before_it() -> None:
    victim, own = UserFactory.create(), UserFactory.create()
    guess(at(STRANGER), victim.email, 5)
    assert sign_in(at(STRANGER), own.email).status_code == 302
    assert sign_in(at(STRANGER), victim.email).status_code == 429


def test_upper_case_and_spaces_are_the_same_address() -> None:
    user = UserFactory.create(email="lan@example.com")
    for typed in ("lan@example.com", "LAN@example.com", "Lan@Example.com", "lan@EXAMPLE.com", "lAn@example.com"):
        guess(at(STRANGER), typed, 1)
    assert sign_in(at(STRANGER), user.email).status_code == 429


def test_behind_a_proxy_each_client_is_counted_by_itself(settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    user = UserFactory.create()
    for number in range(6):
        # What is left of the proxy's own word is the guesser's.
        stranger = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"66.66.66.{number}, {STRANGER}")
        last = guess(stranger, user.email, 1)
    assert last.status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=OWNER), user.email).status_code == 302


def test_wrong_second_factors_are_counted_for_the_person(settings: Any) -> None:
    user = UserFactory.create()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    for address in (STRANGER, OWNER):
        client = at(address)
        assert sign_in(client, user.email)["Location"].startswith("/vi/account/2fa/authenticate/")
        for _ in range(3):
            last = client.post("/vi/account/2fa/authenticate/", {"code": "000000"})
    assert last.status_code == 429
    assert int(last["Retry-After"]) > 0
    right = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/vi/account/2fa/authenticate/", {"code": right}).status_code == 429


def test_mails_to_one_address_are_few_but_its_owner_still_gets_hers() -> None:
    user = UserFactory.create()
    known = at(OWNER)
    sign_in(known, user.email)
    known.post("/vi/account/logout/")
    mail.outbox.clear()
    answers = [
        at(f"198.51.100.{number}").post("/vi/account/password/reset/", {"email": user.email}) for number in range(8)
    ]
    assert [one.status_code for one in answers] == [302] * 5 + [429] * 3
    assert len(mail.outbox) == 5
    assert known.post("/vi/account/password/reset/", {"email": user.email}).status_code == 302
    assert len(mail.outbox) == 6


def test_a_password_is_not_tried_out_through_the_confirmation_of_who_one_is() -> None:
    user = UserFactory.create()
    client = at(OWNER)
    client.force_login(user)
    last = [client.post("/vi/account/reauthenticate/", {"password": f"no-{n}"}) for n in range(7)][-1]
    assert last.status_code == 429
    assert PASSWORD
