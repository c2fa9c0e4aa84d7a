"""The judged queries, what is counted on them, and the goods that they are looked for among."""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from search.documents import DocumentType, SearchDocument
from search.engines.base import Hit, SearchRequest, SearchResult
from search.evaluation import judgements
from search.evaluation.floors import Floors
from search.evaluation.judgements import BadJudgements, JudgedQuery, halves, judged_queries
from search.evaluation.measure import Judge, Outcome, Row, outcome, rows
from search.evaluation.metrics import ndcg, recall, success
from search.evaluation.neighbours import PREFIX, neighbours
from search.evaluation.tables import empty, missed, table
from tests.integration.search import market

MARKET = market.published()


def test_the_best_order_is_worth_one_and_the_right_hit_further_down_less() -> None:
    gains = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "x"], gains) == pytest.approx(1)
    assert ndcg(["x", "a"], {"a": 3}) == pytest.approx(1 / math.log2(3))
    assert ndcg(["b", "a"], gains) == pytest.approx((1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3)))
    assert ndcg([], gains) == ndcg(["a"], {}) == 0
    assert ndcg(["x"] * 10 + ["a"], {"a": 3}) == 0


def test_recall_counts_over_what_could_stand_among_the_first_ten() -> None:
    assert recall(["a", "x"], ["a", "b"]) == 0.5
    many = [str(number) for number in range(20)]
    assert recall(many, many) == 1
    assert recall(["a"], []) == 0


def test_success_needs_what_is_asked_for_among_the_first_three() -> None:
    assert success(["x", "y", "a"], {"a"})
    assert not success(["x", "y", "z", "a"], {"a"})


def test_each_kind_has_25_queries_and_every_half_its_share() -> None:
    kinds = Counter(one.kind for one in judged_queries())
    shares = Counter((one.kind, one.half) for one in judged_queries())
    assert len(kinds) == 21
    assert min(kinds.values()) >= 25
    assert min(shares.values()) >= 15
    assert len(shares) == 42


def test_every_published_document_of_the_demonstration_market_lies_in_one_half() -> None:
    assert set(halves()) == {one.id for one in MARKET}
    assert {"tune", "held-out"} == set(halves().values())


def test_all_queries_for_one_good_lie_in_one_half() -> None:
    sides = {(target, one.half) for one in judged_queries() for target in one.targets}
    assert len(sides) == len({target for target, _ in sides})


def test_nearly_every_good_is_asked_for() -> None:
    asked = {target for one in judged_queries() for target in one.targets}
    goods = {one.id for one in MARKET if one.type is DocumentType.GOOD}
    assert len(goods - asked) == 0


def test_the_decomposed_queries_are_decomposed_and_no_others() -> None:
    for one in judged_queries():
        assert one.q == unicodedata.normalize("NFD" if one.kind == "vi-decomposed" else "NFC", one.q)


@pytest.mark.parametrize(
    "line",
    [
        '"x" = {"good:HH-MZ-001" = 2}',
        '"x" = {"good:NONE" = 3}',
        '"x" = {"good:HH-MZ-001" = 3, "good:HH-MZ-002" = 3}',
        '"x" = {"good:HH-MZ-001" = 3, "category:tea" = 4}',
    ],
)
def test_a_judgement_that_contradicts_itself_is_refused(line: str) -> None:
    (entry,) = tomllib.loads(line).items()
    with pytest.raises(BadJudgements):
        judgements._judged("zh-words", *entry)


def test_the_same_seed_makes_the_same_goods_and_another_one_others() -> None:
    first = list(neighbours(count=50, around=MARKET))
    assert first == list(neighbours(count=50, around=MARKET))
    assert first != list(neighbours(count=50, around=MARKET, seed=1))
    assert len({one.id for one in first}) == 50


def test_made_up_goods_share_counties_categories_and_words_but_are_no_good_of_ours() -> None:
    some = list(neighbours(count=2_000, around=MARKET))
    assert {one.county for one in some} <= {one.county for one in MARKET if one.county}
    assert {f"category:{code}" for one in some for code in one.categories} <= {one.id for one in MARKET}
    ours = {name for one in MARKET for name in one.names.values()}
    assert not [one for one in some if not ours.isdisjoint(one.names.values())]
    assert any("番石榴" in one.names["zh-hans"] for one in some)
    assert min(one.popularity for one in some) > max(one.popularity for one in MARKET)


def test_some_made_up_goods_come_much_more_often_than_others() -> None:
    heads = Counter(one.hs_code for one in neighbours(count=3_000, around=MARKET))
    counts = sorted(heads.values(), reverse=True)
    assert counts[0] > 10 * counts[len(counts) // 2]


class Listed:
    """An engine that answers with given ids, page by page."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self.asked = 0

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked += 1
        start = (request.page - 1) * request.size
        found = self._ids[start : start + request.size]
        return SearchResult(hits=tuple(Hit(id=one, type="good", sku="", name="", url="") for one in found))


def _neighbour(**fields: object) -> SearchDocument:
    (one,) = neighbours(count=1, around=MARKET)
    given = {name: getattr(one, name) for name in SearchDocument.__dataclass_fields__}
    return SearchDocument(**given | fields)


@pytest.mark.parametrize(
    ("query", "fields", "is_judged"),
    [
        (JudgedQuery("0808", "hs-codes", "tune", {"good:HH-LX-001": 3}), {"hs_code": "08081000"}, False),
        (JudgedQuery("0808", "hs-codes", "tune", {"good:HH-LX-001": 3}), {"hs_code": "08091000"}, True),
        (JudgedQuery("0808", "units", "tune", {"good:HH-LX-001": 3}), {"hs_code": "08081000"}, True),
        (JudgedQuery("蒙自", "places", "tune", {"county:mengzi": 3}), {"county": "mengzi"}, False),
        (JudgedQuery("蒙自", "places", "tune", {"county:mengzi": 3}), {"county": "mile"}, True),
        (JudgedQuery("hkmg", "initials", "tune", {"good:HH-HK-003": 3}), {"names": {"zh-hans": "河口甜木瓜"}}, False),
        (JudgedQuery("hkmg", "initials", "tune", {"good:HH-HK-003": 3}), {"names": {"zh-hans": "河口甜苹果"}}, True),
    ],
)
def test_a_made_up_good_is_wrong_unless_it_answers_and_nobody_judged_it(
    query: JudgedQuery, fields: dict[str, object], is_judged: bool
) -> None:
    one = _neighbour(**fields)
    assert Judge([*MARKET, one]).is_judged(one.id, query) is is_judged


def test_what_was_never_judged_is_taken_out_and_the_next_page_read() -> None:
    query = JudgedQuery("x", "zh-words", "tune", {"good:HH-MZ-001": 3})
    engine = Listed([*(f"page:{number}" for number in range(150)), "good:HH-MZ-002", "good:HH-MZ-001"])
    found = outcome(engine, query, Judge(MARKET))  # type: ignore[arg-type]  # only its search is asked
    assert found.hits == ["good:HH-MZ-002", "good:HH-MZ-001"]
    assert engine.asked == 2
    assert found.is_success
    assert not found.is_empty


def test_an_answer_without_any_hit_is_told() -> None:
    query = JudgedQuery("x", "zh-words", "tune", {"good:HH-MZ-001": 3})
    nothing = outcome(Listed([]), query, Judge(MARKET))  # type: ignore[arg-type]  # only its search is asked
    wrong = Outcome(query, ["good:HH-MZ-002"], is_empty=False)
    assert empty([nothing, wrong]) == ["zh-words: x"]
    assert list(missed([nothing, wrong])) == ["zh-words: x -> good:HH-MZ-002"]


def test_the_sums_stand_last_and_a_figure_under_its_floor_is_told() -> None:
    good = JudgedQuery("x", "en", "tune", {"a": 3})
    bad = JudgedQuery("y", "hs", "tune", {"a": 3})
    found = rows([Outcome(good, ["a"], is_empty=False), Outcome(bad, ["b"], is_empty=False)])
    assert found == [Row("en", 1, 1, 1, 1), Row("hs", 1, 0, 0, 0), Row("all", 2, 0.5, 0.5, 0.5)]
    assert list(Floors(success=0.5, kind=0, ndcg=0.5).broken(found)) == []
    assert len(list(Floors().broken(found))) == 3
    assert len(list(table(found))) == 5


def test_the_files_hold_no_kind_without_a_word_on_what_it_is() -> None:
    for path in sorted(Path(judgements.DATA / "judgements").glob("*.toml")):
        assert path.read_text(encoding="utf-8").startswith("# "), path


def test_no_made_up_good_is_called_like_a_judged_one() -> None:
    assert not any(id_.startswith(PREFIX) for id_ in halves())
