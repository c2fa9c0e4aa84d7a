"""Which of three texts a reader gets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from cms.blocks.slugs import ascii_slug
from cms.blocks.speech import Said, reader, say
from cms.blocks.templatetags.speech import degrees, is_said, said


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("vi", {"zh_hans": "茶", "vi": "trà", "en": "tea"}, Said("trà", "")),
        ("vi", {"zh_hans": "茶", "vi": "", "en": "tea"}, Said("tea", "en")),
        ("vi", {"zh_hans": "茶"}, Said("茶", "zh-hans")),
        ("en", {"zh_hans": "茶", "vi": "trà", "en": ""}, Said("茶", "zh-hans")),
        ("zh-hans", {"zh_hans": "茶", "vi": "trà"}, Said("茶", "")),
        ("zh-hans", {"vi": "trà"}, Said("", "")),
    ],
)
def test_a_reader_gets_her_own_language_or_the_next_one_with_its_name(
    language: str, texts: dict[str, str], expected: Said
) -> None:
    with override(language):
        assert say(texts) == expected


def test_a_language_that_the_site_does_not_speak_reads_chinese() -> None:
    with override("fr"):
        assert reader() == "zh-hans"


def test_a_text_of_another_language_is_marked_and_nothing_in_it_is_markup() -> None:
    assert said(Said("<b>茶</b>", "zh-hans")) == '<span lang="zh-Hans">&lt;b&gt;茶&lt;/b&gt;</span>'
    assert said(Said("trà & cà phê", "")) == "trà &amp; cà phê"
    assert said(None) == ""


def test_figures_take_their_places_in_a_text() -> None:
    assert said(Said("{goods} goods, {unknown}", ""), goods=69, producers=17) == "69 goods, {unknown}"


def test_nothing_said_is_nothing() -> None:
    assert not is_said(None)
    assert not is_said(Said("", ""))
    assert is_said(Said("trà", ""))


def test_degrees_are_written_to_about_a_kilometre_in_the_reader_s_way() -> None:
    with override("vi"):
        assert degrees(Decimal("23.21992")) == "23,22"
    with override("en"):
        assert degrees(Decimal("23.21992")) == "23.22"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("红河集市", "hong-he-ji-shi"),
        ("9710与9810：直接出口", "9710-yu-9810-zhi-jie-chu-kou"),
        ("绿春的水", "lu-chun-de-shui"),
        ("Gốm tím Kiến Thủy", "gom-tim-kien-thuy"),
        ("Đậu phụ", "dau-phu"),
        ("！！！", ""),
        ("茶" * 100, ("cha-" * 20).strip("-")),
    ],
)
def test_a_title_of_any_language_becomes_an_ascii_slug(title: str, slug: str) -> None:
    assert ascii_slug(title) == slug
