"""Operators edit synonyms in the admin; each act leaves a trace."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.groups import OPERATORS, ensure_groups
from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.synonyms.models import SynonymGroup
from marketplace.synonyms.services.groups import Draft, create_group
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LIST = "operations:synonym-list"


@pytest.fixture
def operator() -> User:
    ensure_groups()
    user: User = UserFactory.create(is_staff=True, language="vi")
    user.groups.set(Group.objects.filter(name=OPERATORS))
    return user


@pytest.fixture
def admin(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_an_operator_adds_changes_and_deletes_words_and_each_act_is_written_down(
    admin: Client, operator: User
) -> None:
    added = admin.post(reverse("operations:synonym-add"), {"vi": "dứa\nthơm", "note": "Kondo 2013", "is_active": "on"})
    assert added.status_code == 302
    group = SynonymGroup.objects.get()
    assert (group.terms["vi"], group.note, group.is_active) == (["dứa", "thơm"], "Kondo 2013", True)
    form = admin.get(reverse("operations:synonym-change", args=[group.pk]))
    assert "dứa\nthơm" in form.content.decode()
    admin.post(reverse("operations:synonym-change", args=[group.pk]), {"vi": "dứa", "typed": "khóm"})
    group.refresh_from_db()
    assert (group.typed_terms, group.is_two_way, group.is_active) == (["khóm"], False, False)
    admin.post(reverse("operations:synonym-delete", args=[group.pk]))
    assert not SynonymGroup.objects.exists()
    events = AuditEvent.objects.order_by("pk")
    assert [one.verb for one in events] == ["synonyms.added", "synonyms.changed", "synonyms.deleted"]
    assert {one.actor_id for one in events} == {operator.pk}
    assert events[2].data["typed"] == ["khóm"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"vi": "dứa"},
        {"vi": "dứa", "en": "???"},
        {"vi": "\0", "en": "\0"},
        {"vi": "x" * 10**6},
        {"zh": "\n".join(f"词{number}" for number in range(50)), "vi": "dứa"},
    ],
)
def test_what_makes_no_group_is_explained_and_kept_in_the_form(admin: Client, typed: dict[str, str]) -> None:
    answer = admin.post(reverse("operations:synonym-add"), typed)
    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()
    assert not SynonymGroup.objects.exists()
    assert not AuditEvent.objects.exists()


def test_markup_in_a_term_is_shown_as_typed(admin: Client, now: datetime) -> None:
    create_group(draft=Draft(any="<b>x</b>\n<i>y</i>"), now=now)
    shown = admin.get(reverse(LIST)).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "<b>x</b>" not in shown


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "删除这组同义词？"), ("vi", "Xóa nhóm từ đồng nghĩa này?")]
)
def test_a_group_is_deleted_after_a_question_only(admin: Client, now: datetime, language: str, title: str) -> None:
    User.objects.update(language=language)
    group = create_group(draft=Draft(vi="dứa", typed="khóm <b>"), now=now)
    address = reverse("operations:synonym-delete", args=[group.pk])
    listed = admin.get(reverse(LIST)).content.decode()
    assert f'href="{address}"' in listed
    assert f'action="{address}"' not in listed
    asked = admin.get(address, headers={"accept-language": language}).content.decode()
    assert title in asked
    assert "khóm &lt;b&gt;" in asked
    assert SynonymGroup.objects.exists()
    admin.post(address)
    assert not SynonymGroup.objects.exists()
    assert admin.get(address).status_code == 404


def test_an_empty_list_says_what_a_group_does_and_where_to_begin(admin: Client) -> None:
    page = admin.get(reverse(LIST)).content.decode()
    assert page.count(f'href="{reverse("operations:synonym-add")}"') == 1
    assert '<span class="ops-term">凤梨</span>' in page
    assert '<span class="ops-term">khóm</span>' in page


def test_a_group_that_is_gone_is_said_to_be_gone(admin: Client) -> None:
    assert admin.post(reverse("operations:synonym-delete", args=[99])).status_code == 302
    assert admin.get(reverse("operations:synonym-change", args=[99])).status_code == 404


@pytest.mark.parametrize("page", ["", "0", "99", "x", "\u202e", "9" * 400])
def test_the_list_takes_any_page_and_no_question_a_row(
    admin: Client, now: datetime, page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin.get(reverse(LIST))
    for number in range(3):
        create_group(draft=Draft(any=f"eins{number}\nzwei{number}"), now=now)
    with CaptureQueriesContext(connection) as few:
        admin.get(reverse(LIST), {"p": page})
    for number in range(40):
        create_group(draft=Draft(any=f"drei{number}\nvier{number}"), now=now)
    with django_assert_num_queries(len(few.captured_queries)):
        assert admin.get(reverse(LIST), {"p": page}).status_code == 200
