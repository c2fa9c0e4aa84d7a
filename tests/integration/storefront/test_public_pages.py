"""One page for all readers, with a hole for who is reading."""

from __future__ import annotations

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Pack
from marketplace.storefront.public import HOLE
from search import indexing
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory

PATHS = [
    "goods/",
    "goods/{slug}/",
    "counties/",
    "counties/{county}/",
    "producers/",
    "producers/{producer}/",
    "search/?q=gao",
]


def filled(path: str, pack: Pack) -> str:
    good = pack.good
    return "/vi/" + path.format(slug=good.slug, county=good.county.slug, producer=good.producer.slug)


def signed_in(**company: str) -> Client:
    membership = MembershipFactory.create(user__name="Hoa", company=CompanyFactory.create(**company))
    client = Client()
    client.force_login(membership.user)
    return client


@pytest.mark.parametrize("path", PATHS)
def test_each_reader_finds_herself_and_nobody_else(pack: Pack, path: str) -> None:
    address = filled(path, pack)
    lan, mai, visitor = signed_in(name_vi="Công ty Lan"), signed_in(name_vi="Công ty Mai"), Client()
    pages = [one.get(address).content.decode() for one in (lan, mai, visitor, lan, mai)]
    assert all(HOLE not in page for page in pages)
    assert ["Công ty Lan" in page for page in pages] == [True, False, False, True, False]
    assert ["Công ty Mai" in page for page in pages] == [False, True, False, False, True]
    assert ["Đăng nhập" in page for page in pages] == [False, False, True, False, False]
    assert pages[0] == pages[3]
    assert pages[0].replace("Lan", "Mai") == pages[1]


def test_the_basket_is_counted_anew_each_time(pack: Pack) -> None:
    user = UserFactory.create()
    client = Client()
    client.force_login(user)
    assert 'class="count num"' not in client.get("/vi/goods/").content.decode()
    BasketLineFactory.create(basket=BasketFactory.create(user=user))
    assert '<span class="count num">1</span>' in client.get("/vi/goods/").content.decode()


def test_a_message_is_shown_once_and_leaves_nothing_for_the_next_reader(pack: Pack) -> None:
    lan, mai = signed_in(name_vi="Công ty Lan"), signed_in(name_vi="Công ty Mai")
    storage = CookieStorage(HttpRequest())
    waiting = [Message(constants.SUCCESS, "It is in your basket.")]
    lan.cookies["messages"] = storage._encode(waiting)  # type: ignore[attr-defined]  # django-stubs leave it out
    assert "It is in your basket." in lan.get("/vi/goods/").content.decode()
    assert "It is in your basket." not in mai.get("/vi/goods/").content.decode()
    assert "It is in your basket." not in Client().get("/vi/goods/").content.decode()
    assert "It is in your basket." not in lan.get("/vi/goods/").content.decode()


def test_a_name_is_text_in_the_head(pack: Pack) -> None:
    page = signed_in(name_vi="<b>&Lan</b>").get("/vi/goods/").content.decode()
    assert "<b>&Lan" not in page
    assert "&lt;b&gt;&amp;Lan" in page


def test_nobody_can_write_a_hole_of_her_own(pack: Pack) -> None:
    pack.good.name_vi = pack.good.description_vi = f"x {HOLE} y"
    pack.good.save()
    page = signed_in(name_vi="Công ty Lan").get(filled("goods/{slug}/", pack)).content.decode()
    assert page.count("Công ty Lan") == 1
    assert "x &lt;!--reader--&gt; y" in page
    search = signed_in(name_vi="Công ty Mai").get("/vi/search/", {"q": HOLE}).content.decode()
    assert search.count("Công ty Mai") == 1


def test_an_unknown_part_of_the_query_is_not_kept_for_others(pack: Pack) -> None:
    lan = signed_in(name_vi="Công ty Lan")
    assert "trap=1" in lan.get("/vi/goods/?trap=1").content.decode()
    assert "trap=1" not in lan.get("/vi/goods/").content.decode()


def test_a_kept_page_costs_session_user_and_one_query_more(
    pack: Pack, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    indexing.rebuild()
    client = signed_in(name_vi="Công ty Lan")
    for path in PATHS:
        client.get(filled(path, pack))
        with django_assert_max_num_queries(4):
            client.get(filled(path, pack))
