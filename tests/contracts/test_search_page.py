"""What the page of the search draws is what the search does."""

from __future__ import annotations

import re

from scripts.environment import ROOT
from search.analysis import parse
from search.analysis.fields import BASIC, POSITIONAL, RAW, stored
from search.documents import DocumentType, SearchDocument
from search.ranking import bonuses
from search.ranking.levels import Level
from search.ranking.plan import ALIKE, ALL_WORDS, SAME, SOME_WORDS

PAGE = (ROOT / "search" / "README.md").read_text(encoding="utf-8")
POMEGRANATE = SearchDocument(
    id="good:1",
    type=DocumentType.GOOD,
    names={"zh-hans": "蒙自甜石榴", "vi": "Lựu ngọt Mông Tự", "en": "Mengzi sweet pomegranate"},
    path="goods/1/",
)


def test_the_tokens_that_are_drawn_are_those_of_the_index() -> None:
    fields = stored(POMEGRANATE).fields
    drawn = re.findall(r'\["((?:n\w|head)(?:, n\w)*): [^"]*: ([^":]+)"\]', PAGE)
    assert {name for names, _ in drawn for name in names.split(", ")} == {"nz", "np", "nw", "ni", "nx", "nf", "head"}
    for names, tokens in drawn:
        there = {token for name in names.split(", ") for token in fields[name]}
        assert set(tokens.split()) <= there, names


def test_every_field_of_a_name_is_drawn() -> None:
    named = {name for name in (*POSITIONAL, *BASIC, *RAW) if re.fullmatch(r"n\w", name)}
    assert named == {name for names in re.findall(r'\["(n\w(?:, n\w)*): ', PAGE) for name in names.split(", ")}


def test_the_question_that_is_told_of_has_its_units() -> None:
    pomegranate, mengzi, weight = parse("quả lựu mong tu 10kg").units
    assert {("石榴",), ("pomegranate",)} <= {term.words for term in pomegranate.alternatives}
    assert ("蒙自",) in {term.words for term in mengzi.alternatives}
    assert [word.text for word in weight.words] == ["10kg"]


def test_the_tiers_that_are_drawn_are_those_of_the_plan() -> None:
    drawn = [(int(score), name) for score, name in re.findall(r'\["(\d+) (\w+): ', PAGE)]
    assert drawn == [(ALL_WORDS[level], level.name.lower()) for level in Level]
    assert re.findall(r'\["(\d+): ', PAGE) == [str(SAME), str(ALIKE)]
    assert f'["{SOME_WORDS} and below' in PAGE


def test_the_bonuses_that_are_drawn_are_those_of_the_ranking() -> None:
    points = [bonuses.HEAD_BONUS, bonuses.NAME_BONUS, bonuses.PHRASE_BONUS, bonuses.CATEGORY_BONUS]
    assert [int(one) for one in re.findall(r"\+(\d+) ", PAGE)] == points


def test_the_places_that_are_named_are_there() -> None:
    for name in re.findall(r"`((?:analysis|ranking|engines|evaluation)/[\w/.]*|\w+\.py)`", PAGE):
        assert (ROOT / "search" / name).exists(), name
    for link in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "search" / link).resolve().is_file(), link
