"""Who is looking, as the head of the page shows it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.companies.models import CompanyKind
from marketplace.orders.session import BASKET_TOKEN
from marketplace.storefront.viewer import NOBODY, presence
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory
from tests.factories.orders import BasketFactory, BasketLineFactory


def request_of(client: Client, rf_path: str = "/vi/goods/") -> object:
    """Return the request that a page was made for."""
    return client.get(rf_path).wsgi_request


def test_a_visitor_without_a_session_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = request_of(client)
    with django_assert_num_queries(0):
        assert presence(request) is NOBODY  # type: ignore[arg-type]


def test_a_signed_in_buyer_is_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = UserFactory.create()
    membership = MembershipFactory.create(user=user)
    BasketLineFactory.create_batch(2, basket=BasketFactory.create(user=user))
    client.force_login(user)
    request = request_of(client)
    assert isinstance(request.user, User)  # type: ignore[attr-defined]
    with django_assert_num_queries(1):
        found = presence(request)  # type: ignore[arg-type]
    assert found.basket_count == 2
    assert found.viewer
    assert (found.viewer.name, found.viewer.company_name) == (user.name, membership.company.name_vi)
    assert (found.viewer.is_producer, found.viewer.is_operator) == (False, False)


def test_a_producers_person_finds_her_portal(client: Client) -> None:
    membership = MembershipFactory.create(sales=True)
    assert membership.company.kind == CompanyKind.PRODUCER
    client.force_login(membership.user)
    assert 'href="/zh-hans/producer/"' in client.get("/zh-hans/goods/").content.decode()


def test_somebody_without_a_company_is_still_somebody(client: Client) -> None:
    client.force_login(UserFactory.create(operator=True, demo=True, name="Li Hua"))
    assert "Li Hua" in client.get("/en/goods/").content.decode()


def test_a_visitors_basket_is_counted_by_its_token(client: Client) -> None:
    line = BasketLineFactory.create(basket=BasketFactory.create(visitor=True))
    session = client.session
    session[BASKET_TOKEN] = line.basket.token
    session.save()
    page = client.get("/vi/goods/").content.decode()
    assert '<span class="count num">1</span>' in page


@pytest.mark.parametrize("token", ["", "no-such-token"])
def test_a_token_of_no_basket_counts_nothing(client: Client, token: str) -> None:
    session = client.session
    session[BASKET_TOKEN] = token
    session.save()
    assert 'class="count num"' not in client.get("/vi/goods/").content.decode()
