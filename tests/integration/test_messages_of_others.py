"""What other packages' forms and validators say in Vietnamese and Chinese, found by provoking each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final

import allauth.account.forms
import allauth.mfa.base.forms
import allauth.mfa.recovery_codes.forms
import allauth.mfa.totp.forms
import pytest
import wagtail.admin.forms.account
import wagtail.admin.forms.choosers
import wagtail.admin.forms.collections
import wagtail.admin.forms.pages
import wagtail.admin.forms.workflows
import wagtail.documents
import wagtail.images
import wagtail.images.forms
import wagtail.sites.forms
import wagtail.users.forms
from django import forms
from django.apps import apps
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from wagtail.admin.panels import get_edit_handler
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form

from cms.blocks.models import MarketPage
from cms.navigation.models import MenuLink
from marketplace.accounts.models import User
from marketplace.operations import forms as operations
from marketplace.operations import synonym_form, users
from marketplace.producer_portal import forms as producer_portal
from marketplace.storefront.forms import checkout, saved_search, signup
from scripts.environment import ROOT

HAN: Final = re.compile(r"[\u3400-\u9fff]")
LETTERS: Final = re.compile(r"[^\W\d_]{2}")
ZONE_OF_A_CITY: Final = re.compile(r"[A-Z][\w ]+ \(GMT[+-][\d:]+\)")
# What is typed at each field: nothing, too long, too short, another kind of thing, marks, numbers at every edge.
HOSTILE: Final[tuple[Any, ...]] = (
    *(
        None,
        "",
        " ",
        "x",
        "x" * 2_000,
        "\x00",
        "\ud800",
        "a b",
        "-1",
        "0",
        "1.5",
        "1e400",
        "NaN",
        "９" * 30,
        "12345678901.123456789",
    ),
    *(
        "a@b",
        "http://",
        "javascript:x",
        "/x",
        "2026-13-45",
        "25:99",
        "<b>",
        "[]",
        "{",
        "[1",
        "0x1",
        "1" * 5_000,
        "../x",
        "é ü",
    ),
    *([], ["nope"], ["x", "nope"], [1, 2], True, Decimal("1e30")),
)
SAME: Final = frozenset((ROOT / "tests/contracts/same_in_vietnamese.txt").read_text(encoding="utf-8").splitlines())
# Names, which are the same everywhere.
AS_THEY_ARE: Final = frozenset(
    {
        *(
            "简体中文",
            "Tiếng Việt",
            "English",
            "USD",
            "CNY",
            "VND",
            "THB",
            "LAK",
            "URL",
            "Asia/Ho_Chi_Minh",
            "Asia/Shanghai",
        ),
    }
)


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form that a person can meet: ours, allauth's, and those with which editors work in the admin."""
    ours = [operations, synonym_form, users, producer_portal, checkout, saved_search, signup]
    theirs = [
        allauth.account.forms,
        allauth.mfa.base.forms,
        allauth.mfa.totp.forms,
        allauth.mfa.recovery_codes.forms,
        wagtail.admin.forms.account,
        wagtail.admin.forms.choosers,
        wagtail.admin.forms.pages,
        wagtail.admin.forms.workflows,
        wagtail.users.forms,
        wagtail.sites.forms,
    ]
    found = [one for module in (*ours, *theirs) for one in vars(module).values()]
    classes = {one for one in found if isinstance(one, type) and issubclass(one, forms.BaseForm)}
    classes |= {
        get_edit_handler(model).get_form_class() for model in apps.get_models() if issubclass(model, MarketPage)
    }
    classes |= {
        get_image_form(wagtail.images.get_image_model()),
        get_document_form(wagtail.documents.get_document_model()),
    }
    return sorted(classes, key=lambda one: (one.__module__, one.__qualname__))


def provoked(field: forms.Field) -> Iterator[str]:
    """Yield what the field says to everything hostile, and what it could say besides."""
    for value in HOSTILE:
        try:
            field.clean(value)
        except ValidationError as refusal:
            yield from refusal.messages
        except (TypeError, AttributeError, ValueError, OverflowError):
            continue  # no browser sends this kind of value to this kind of field
    for code, message in field.error_messages.items():
        yield str(message) if "%" not in str(message) else f"{code}: {message}"
    for validator in field.validators:
        message = getattr(validator, "message", "")
        yield str(message % _plural(message) if hasattr(message, "_proxy____args") and _plural(message) else message)
    if not field.widget.is_hidden:
        yield from (str(field.label or ""), str(field.help_text or ""))
    for _value, label in _choices(field):
        yield str(label)


def _plural(message: Any) -> dict[str, int]:
    """Return numbers for a message that is written by its number."""
    return {"limit_value": 7, "show_value": 9, "max": 7, "length": 9} if "ngettext" in repr(type(message)) else {}


def _choices(field: forms.Field) -> list[tuple[Any, Any]]:
    given = getattr(field, "choices", ())
    if isinstance(field, forms.ModelChoiceField) or isinstance(field.widget, forms.HiddenInput):
        return []
    return [choice for choice in given if isinstance(choice, tuple) and isinstance(choice[1], str | object)]


def fields() -> Iterator[tuple[str, forms.Field]]:
    for one in form_classes():
        for name, field in getattr(one, "base_fields", {}).items():
            if name in {"path", "depth", "numchild"}:
                continue  # treebeard's, which no form shows
            yield f"{one.__module__}.{one.__qualname__}.{name}", field
    for column in MenuLink._meta.get_fields():
        field = column.formfield() if isinstance(column, models.Field) else None
        if field is not None:
            yield f"{MenuLink._meta.label}.{column.name}", field


@cache
def said(language: str) -> dict[str, list[str]]:
    """Return what every field says in a language, by the field's name."""
    with translation.override(language):
        return {name: list(provoked(field)) for name, field in fields()}


def is_foreign(text: str, english: str, language: str) -> bool:
    """Tell whether a text is English, or Chinese in Vietnamese."""
    if (
        not LETTERS.search(re.sub(r"%\(\w+\)[sd]|\{\w*\}|^\w+: ", "", english))
        or unicodedata.normalize("NFC", english) in AS_THEY_ARE | SAME
    ):
        return False
    if language == "vi" and ZONE_OF_A_CITY.fullmatch(text):  # cities whose names both languages write alike
        return False
    # A language is named in itself, whoever reads it.
    text, english = text.replace("简体中文", ""), english.replace("简体中文", "")
    return text == english or (HAN.search(text) is not None) != (language == "zh-hans")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "zh-hans"])
def test_no_field_of_a_form_speaks_another_language(language: str) -> None:
    theirs, english = said(language), said("en")
    assert len(english) > 100
    found = sorted(
        {
            f"{one} [{text}]"
            for name, texts in theirs.items()
            for text, one in zip(texts, english[name], strict=True)
            if is_foreign(text, one, language)
        }
    )
    assert not found, "\n".join(found)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "zh-hans"])
@pytest.mark.parametrize("password", ["x", "password1234", "lan.nguyen@example", "1234567890123", "Nguyen Thi Lan 1"])
def test_no_rule_for_passwords_speaks_another_language(language: str, password: str) -> None:
    person = User(email="lan.nguyen@example.com", name="Nguyen Thi Lan")
    answers: list[list[str]] = []
    for code in (language, "en"):
        with translation.override(code):
            try:
                password_validation.validate_password(password, person)
                answers.append([])
            except ValidationError as refusal:
                answers.append(refusal.messages)
            answers[-1] += password_validation.password_validators_help_texts()
    for text, english in zip(*answers, strict=True):
        assert not is_foreign(text, english, language), english


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
def test_no_constraint_is_named_to_who_fills_in_a_form(language: str) -> None:
    edited: list[type[models.Model]] = [
        MenuLink,
        User,
        *(model for model in apps.get_models() if issubclass(model, MarketPage)),
    ]
    with translation.override(language):
        for model in edited:
            for constraint in model._meta.constraints:
                if isinstance(constraint, models.UniqueConstraint) and not constraint.expressions:
                    continue  # Django says which fields, by their labels
                text = str(constraint.get_violation_error_message())
                assert constraint.name not in text, f"{model._meta.label}: {constraint.name}"
                assert (HAN.search(text) is not None) == (language == "zh-hans"), text
