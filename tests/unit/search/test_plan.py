"""The tiers of a query, over a vocabulary that is written here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import pytest

from search.analysis import parse
from search.filters import SearchFilters
from search.ranking.bonuses import CATEGORY_BONUS, HEAD_BONUS, NAME_BONUS, PHRASE_BONUS
from search.ranking.levels import Level
from search.ranking.nodes import AllOf, AnyOf, AtLeast, Node, Phrase, Term, all_of, any_of
from search.ranking.plan import ALIKE, ALL_WORDS, SAME, TIER_HEIGHT, loosened, plan, suffices


class Words:
    """A vocabulary of given tokens by field; knows no misspelt word but those given."""

    def __init__(
        self, fields: Mapping[str, Collection[str]], corrections: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.fields = fields
        self.corrections = corrections or {}

    def known(self, field: str, token: str) -> bool:
        return token in self.fields.get(field, ())

    def prefixed(self, field: str, prefix: str) -> Sequence[str]:
        return [one for one in self.fields.get(field, ()) if one.startswith(prefix)]

    def similar(self, word: str) -> Sequence[str]:
        return self.corrections.get(word, ())

    def shown(self, form: str) -> str:
        return form.upper()

    def spelled(self, field: str, run: str) -> Sequence[str]:
        return [one for one in self.fields.get(field, ()) if one != run and len(one) == len(run)]


def scores(q: str, words: Words) -> list[int]:
    return [tier.score for tier in plan(parse(q), words).tiers]


def test_what_cannot_hold_drops_out_of_a_choice_and_spoils_a_conjunction() -> None:
    term = Term("nx", "tea")
    assert any_of([None, term, term]) == term
    assert any_of([None]) is any_of([]) is None
    assert all_of([term, term]) == term
    assert all_of([term, None]) is all_of([]) is None


def test_an_index_without_the_words_gives_no_tiers() -> None:
    assert plan(parse("tea"), Words({})).tiers == ()


@pytest.mark.parametrize(
    ("q", "fields", "level"),
    [
        ("tea", {"nx": ["tea"]}, Level.EXACT),
        ("石榴", {"nz": ["石榴"]}, Level.EXACT),
        ("40012200", {"hs": ["40012200"]}, Level.EXACT),
        ("dua", {"nf": ["dua"]}, Level.LOOSE),
        ("cups", {"nf": ["cup"]}, Level.LOOSE),
        ("shiliu", {"np": ["shiliu"]}, Level.LOOSE),
        ("4001220099", {"hs": ["4001", "40012200"]}, Level.LOOSE),
        ("thơm", {"nx": ["dứa"]}, Level.SYNONYM),
        ("石榴", {"nf": ["pomegran"]}, Level.SYNONYM),
        ("tea", {"tx": ["tea"]}, Level.TAG),
        ("tea", {"nx": ["teapot"]}, Level.PREFIX),
        ("sl", {"ni": ["sl"]}, Level.PREFIX),
        ("dứa", {"nx": ["dưa"], "nf": ["dua"]}, Level.PREFIX),
        ("dưa", {"tx": ["dừa"]}, Level.PREFIX),
        ("tea", {"bx": ["tea"]}, Level.BODY),
    ],
)
def test_a_word_is_met_at_the_level_of_where_it_is_found(q: str, fields: dict[str, list[str]], level: Level) -> None:
    assert scores(q, Words(fields)) == [ALL_WORDS[level]]


@pytest.mark.parametrize("fields", [{"nf": ["nam"]}, {"tf": ["nam"]}, {"np": ["nam"]}, {"nx": ["năm"], "nf": ["nam"]}])
def test_a_word_with_its_marks_is_no_other_word_that_is_spelled_alike(fields: dict[str, list[str]]) -> None:
    words = Words(fields, corrections={"nam": ["nam"], "nấm": ["nam"]})
    assert plan(parse("nấm"), words).tiers == ()


def test_words_that_say_nothing_of_a_thing_ask_for_all_goods() -> None:
    found = plan(parse("giá rẻ"), Words({}))
    assert [tier.node for tier in found.tiers] == [Term("type", "good")]
    assert found.certain == Term("type", "good")


@pytest.mark.parametrize(
    ("q", "fields", "is_certain"),
    [
        ("dứa", {"nx": ["dứa"]}, True),
        ("dứa", {"tx": ["dứa"]}, True),
        ("dứa", {"bx": ["dứa"]}, False),
        ("rcep", {"bx": ["rcep"]}, True),  # a term of the trade, of which texts tell
        ("手机", {"bz": ["手机"]}, False),
        ("手机", {"nz": ["手", "机"]}, False),
        # What the glossary says nobody sells must be what some good's name says first or last.
        ("mật ong", {"nx": ["mật", "ong"]}, False),
        ("mật ong", {"nx": ["mật", "ong"], "head": ["^mật"]}, True),
        ("honey", {"nx": ["honey"], "nf": ["honey"]}, False),
        ("honey", {"nf": ["honey"], "head": ["$honey"]}, True),
    ],
)
def test_what_only_mentions_a_thing_is_not_it(q: str, fields: dict[str, list[str]], is_certain: bool) -> None:
    assert (plan(parse(q), Words(fields)).certain is not None) == is_certain


def test_a_query_is_met_only_as_well_as_its_worst_word() -> None:
    words = Words({"nx": ["blue"], "bx": ["cup"], "tx": ["blue"]})
    assert scores("blue cup", words) == [ALL_WORDS[Level.BODY]]


def test_each_tier_holds_all_that_stand_above_it() -> None:
    words = Words({"same": ["tea"], "alike": ["tea"], "nx": ["tea"], "tx": ["tea"], "bx": ["tea"]})
    tiers = plan(parse("tea"), words).tiers
    assert [tier.score for tier in tiers][:3] == [SAME, ALIKE, ALL_WORDS[Level.EXACT]]
    terms = [_terms(tier.node) for tier in tiers]
    assert all(higher < lower for higher, lower in pairwise(terms))


def _terms(node: Node) -> set[Node]:
    match node:
        case Term() | Phrase():
            return {node}
        case AllOf(nodes) | AnyOf(nodes) | AtLeast(_, nodes):
            return {term for one in nodes for term in _terms(one)}


def test_bonuses_never_lift_a_document_into_the_next_tier() -> None:
    steps = sorted([SAME, ALIKE, *ALL_WORDS.values()])
    points = [HEAD_BONUS, NAME_BONUS, PHRASE_BONUS, CATEGORY_BONUS]
    assert min(b - a for a, b in pairwise(steps)) >= TIER_HEIGHT > sum(points)
    assert all(one.bit_count() == 1 for one in points)
    assert len(set(points)) == 4
    assert all(score % TIER_HEIGHT == 0 for score in steps)


def test_the_main_word_the_phrase_and_the_category_give_a_bonus() -> None:
    words = Words({"nx": ["green", "tea"], "head": ["$tea"], "cat": ["tea"]})
    assert plan(parse("green tea"), words).bonuses == (
        (NAME_BONUS, Phrase("nx", ("green", "tea"))),
        (HEAD_BONUS, Term("head", "$tea")),
        (PHRASE_BONUS, Phrase("nx", ("green", "tea"))),
        (CATEGORY_BONUS, Term("cat", "tea")),
    )


def test_other_words_for_a_thing_that_it_mainly_is_are_as_good_as_typed() -> None:
    words = Words({"nz": ["红酒", "葡萄酒"], "head": ["$葡萄酒"]})
    exact, synonym = plan(parse("红酒"), words).tiers
    assert exact.score == ALL_WORDS[Level.EXACT]
    assert exact.node == AnyOf((Term("nz", "红酒"), AllOf((Term("nz", "葡萄酒"), Term("head", "$葡萄酒")))))
    assert synonym.score == ALL_WORDS[Level.SYNONYM]


def test_what_a_word_most_probably_means_stands_above_what_it_may_mean_as_well() -> None:
    words = Words({"nf": ["tofu", "tofa", "bofo"]}, {"tofo": ["tofu", "tofa", "bofo"]})
    tiers = plan(parse("tofo"), words).tiers
    assert [tier.score for tier in tiers] == [ALL_WORDS[Level.TYPO], ALL_WORDS[Level.FAR]]
    assert _terms(tiers[0].node) == {Term("nf", "tofu"), Term("nf", "tofa")}


def test_words_that_were_written_as_one_are_parted() -> None:
    found = plan(parse("caosu"), Words({"nf": ["cao", "su"]}))
    assert found.tiers[0].node == Phrase("nf", ("cao", "su"))
    assert found.did_you_mean == "CAO SU"


def test_misspelt_words_put_right_that_stand_together_are_met_together() -> None:
    words = Words({"nf": ["tam", "that", "thach"]}, {"thax": ["thach", "that"]})
    (tier, *_) = plan(parse("tam thax"), words).tiers
    assert tier.score == ALL_WORDS[Level.TYPO]
    assert {Phrase("nf", ("tam", "that")), Phrase("nf", ("tam", "thach"))} <= _terms(tier.node)


def test_a_state_counts_wherever_it_is_said() -> None:
    words = Words({"nz": ["荔枝"], "tz": ["鲜", "大"]})
    assert scores("鲜荔枝", words)[0] == ALL_WORDS[Level.EXACT]
    assert scores("大荔枝", words)[0] == ALL_WORDS[Level.TAG]


def test_the_letters_of_a_whole_name_stand_above_those_of_a_part() -> None:
    assert scores("mzsl", Words({"ni": ["=mzsl", "mzsl"]})) == [ALL_WORDS[Level.TAG], ALL_WORDS[Level.PREFIX]]


def test_only_a_word_that_is_found_nowhere_is_taken_for_misspelt() -> None:
    corrections = {"toffu": ["tofu"]}
    assert plan(parse("toffu"), Words({"nf": ["tofu"]}, corrections)).did_you_mean == "TOFU"
    assert plan(parse("toffu"), Words({"nf": ["tofu"], "bx": ["toffu"]}, corrections)).did_you_mean == ""
    assert scores("toffu", Words({"nf": ["tofu"]}, corrections)) == [ALL_WORDS[Level.TYPO]]


def test_a_vietnamese_syllable_is_not_taken_for_two_words() -> None:
    words = Words({"nf": ["tu", "ong", "cao", "su"]})
    assert plan(parse("tương"), words).tiers == ()
    assert plan(parse("caosu"), words).tiers[0].node == Phrase("nf", ("cao", "su"))


def test_a_name_that_is_misspelt_stands_before_a_category_that_is() -> None:
    words = Words({"nf": ["natural", "rubber"], "tf": ["natural", "rubber"]}, {"ruber": ["rubber"]})
    points = dict(plan(parse("natural ruber"), words).bonuses)
    assert points[NAME_BONUS] == AllOf((Term("nf", "natural"), Term("nf", "rubber")))


def test_a_misspelt_chinese_word_is_found_by_how_it_is_read() -> None:
    found = plan(parse("石留"), Words({"np": ["shiliu"], "nz": ["石榴"]}))
    assert [tier.score for tier in found.tiers] == [ALL_WORDS[Level.TYPO]]
    assert found.did_you_mean == "石榴"


def test_pinyin_in_one_go_asks_for_each_word_of_it() -> None:
    words = Words({"np": ["mengzi", "shiliu"]})
    (tier,) = plan(parse("mengzishiliu"), words).tiers
    assert tier.node == AllOf((Term("np", "mengzi"), Term("np", "shiliu")))
    assert plan(parse("mengzishiliu"), Words({"np": ["mengzi"]})).tiers == ()


def test_a_word_of_the_glossary_is_met_where_its_words_stand_together() -> None:
    words = Words({"nx": ["đậu", "hũ"]})
    exact = plan(parse("đậu hũ"), words).tiers[0]
    assert exact.score == ALL_WORDS[Level.EXACT]
    assert exact.node == Phrase("nx", ("đậu", "hũ"))


def test_while_typing_the_last_word_is_completed_though_it_is_a_word() -> None:
    words = Words({"nx": ["tea", "teapot"], "bx": ["tea"]})
    assert [tier.score for tier in plan(parse("tea"), words).tiers] == [ALL_WORDS[Level.EXACT], ALL_WORDS[Level.BODY]]
    typing = plan(parse("tea"), words, typing=True)
    assert [tier.score for tier in typing.tiers] == [ALL_WORDS[Level.EXACT], ALL_WORDS[Level.PREFIX]]


def test_while_typing_a_word_with_marks_is_completed_as_written_before_it_is_without_them() -> None:
    words = Words({"nx": ["lựu", "lưu", "lục"], "nf": ["luu", "luc"]})
    as_written, without_marks = plan(parse("lự"), words, typing=True).tiers
    assert (as_written.score, without_marks.score) == (ALL_WORDS[Level.TAG], ALL_WORDS[Level.PREFIX])
    assert as_written.node == Term("nx", "lựu")


def test_a_query_whose_words_nothing_has_all_asks_for_most_of_them_first() -> None:
    words = Words({"nx": ["one", "two", "three"]})
    loose = loosened(parse("one two three four"), words)
    assert loose is not None
    named = AnyOf((Term("nx", "one"), Term("nx", "two"), Term("nx", "three")))
    assert [tier.node for tier in loose.tiers] == [
        AllOf((AtLeast(3, named.nodes), named)),
        AllOf((AtLeast(2, named.nodes), named)),
        named,
        AnyOf((named, AtLeast(2, named.nodes))),
    ]
    assert loosened(parse("one"), words) is None
    assert loosened(parse("four five"), words) is None


def test_a_good_that_is_named_with_one_word_stands_before_a_text_that_has_several() -> None:
    loose = loosened(parse("nho mùa hè"), Words({"nx": ["nho"], "bx": ["mùa", "hè"]}))
    assert loose is not None
    words = (Term("nx", "nho"), Term("bx", "mùa"), Term("bx", "hè"))
    assert [tier.node for tier in loose.tiers] == [
        AllOf((AtLeast(2, words), words[0])),
        words[0],
        AnyOf((words[0], AtLeast(2, words))),
    ]
    assert [tier.score for tier in loose.tiers] == [140, 120, 100]


def test_of_four_words_one_in_the_name_is_enough_and_one_in_the_text_is_not() -> None:
    loose = loosened(parse("one four five six"), Words({"nx": ["one"]}))
    assert loose is not None
    assert [tier.node for tier in loose.tiers] == [Term("nx", "one")]
    assert loosened(parse("one four five six"), Words({"bx": ["one"]})) is None


def test_what_has_all_the_words_and_is_no_good_stays_first() -> None:
    words = Words({"nx": ["tofu"], "tx": ["jianshui"], "bx": ["tofu", "jianshui"]})
    query = parse("jianshui tofu")
    strict = plan(query, words)
    loose = loosened(query, words, strict=strict)
    assert loose is not None
    assert loose.tiers[: len(strict.tiers)] == strict.tiers
    rest = loose.tiers[len(strict.tiers) :]
    assert rest
    assert all(isinstance(tier.node, AnyOf) and strict.tiers[-1].node in tier.node.nodes for tier in rest)


@pytest.mark.parametrize(
    ("types", "matched", "goods", "is_enough"),
    [
        ((), 3, 0, False),
        ((), 3, 1, True),
        (("page",), 3, 0, True),
        (("page",), 0, 0, False),
        (("good", "page"), 3, 0, False),
    ],
)
def test_a_page_is_enough_for_who_asks_for_pages(
    types: tuple[str, ...], matched: int, goods: int, is_enough: bool
) -> None:
    assert (
        suffices(plan(parse("two three"), Words({})), SearchFilters(types=types), matched=matched, goods=goods)
        is is_enough
    )


def test_a_page_is_enough_for_who_types_its_whole_name() -> None:
    words = Words({"same": ["mengziexperiencecentre"], "nx": ["mengzi", "experience", "centre"]})
    named, other = (plan(parse(q), words) for q in ("Mengzi Experience Centre", "experience mengzi"))
    assert suffices(named, SearchFilters(), matched=1, goods=0)
    assert not suffices(named, SearchFilters(), matched=0, goods=0)
    assert not suffices(other, SearchFilters(), matched=1, goods=0)
