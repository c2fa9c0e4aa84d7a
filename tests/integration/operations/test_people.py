"""People who are added in the admin."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_administrator_adds_a_person_by_an_address_as_it_was_pasted(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    answer = client.post(
        reverse("wagtailusers_users:add"),
        {"email": " Ｌan＠example.com.", "name": "Lan", "language": "vi", "groups": []},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    person = User.objects.get(email="lan@example.com")
    assert (person.name, person.language) == ("Lan", "vi")
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {"email": "lan2＠example.com", "name": "Lan", "language": "vi", "is_active": "on", "groups": []})
    assert User.objects.get(pk=person.pk).email == "lan2@example.com"


def test_a_command_reads_an_address_as_a_form_does() -> None:
    call_command("createsuperuser", email="Ｌan＠example.com\u200b", name="Lan", interactive=False, verbosity=0)
    assert User.objects.get().email == "lan@example.com"
