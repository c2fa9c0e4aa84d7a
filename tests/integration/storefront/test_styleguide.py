"""The style guide is for those who build and look after the site."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_finds_no_style_guide(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404


def test_a_buyer_finds_no_style_guide(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get("/styleguide/").status_code == 404


def test_staff_see_every_component_in_three_languages(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    answer = client.get("/styleguide/")
    html = answer.content.decode()
    assert answer.status_code == 200
    for language in ("zh-Hans", "vi", "en"):
        assert f'<section lang="{language}"' in html
    for component in (
        "card",
        "quantity",
        "timeline",
        "timeline-wide",
        "steps",
        "facts",
        "empty",
        "pages",
        "filters",
        "goods-table",
    ):
        assert f'class="{component}' in html or f" {component}" in html, component
    assert "style=" not in html
