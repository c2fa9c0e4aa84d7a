"""A production site before its first producer: no demonstration, and yet no page that is missing."""

from __future__ import annotations

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupPagePermission

from cms.home.models import HomePage
from marketplace.accounts.models import User
from marketplace.catalog.models import Category, Good
from marketplace.companies.models import Company
from marketplace.reference.models import County

pytestmark = pytest.mark.django_db


def setup_market() -> str:
    said = StringIO()
    call_command("setup_market", stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("path", ["/vi/", "/zh-hans/", "/vi/goods/", "/vi/counties/mengzi/", "/sitemap.xml"])
def test_pages_answer_before_there_is_anything_to_sell(client: Client, settings: LazySettings, path: str) -> None:
    settings.DEMO_ALLOWED = False
    setup_market()
    assert client.get(path).status_code == 200
    assert (County.objects.count(), Category.objects.count()) == (13, 31)
    assert [model.objects.count() for model in (Good, Company, User)] == [0, 0, 0]


def test_editors_may_work_on_the_home_page() -> None:
    setup_market()
    rights = GroupPagePermission.objects.filter(group__name="Editors").values_list("page", "permission__codename")
    assert (HomePage.objects.get().pk, "publish_page") in rights


def test_a_second_run_changes_nothing_that_somebody_wrote() -> None:
    setup_market()
    HomePage.objects.update(heading_vi="Chợ của tôi")
    County.objects.filter(slug="mengzi").update(name_vi="Mông Tự mới")
    assert "new" not in setup_market()
    assert HomePage.objects.get().heading_vi == "Chợ của tôi"
    assert County.objects.get(slug="mengzi").name_vi == "Mông Tự mới"
