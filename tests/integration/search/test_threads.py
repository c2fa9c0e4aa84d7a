"""Many threads of one process ask while another process's worker would write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from search.analysis import chinese
from search.engines.base import SearchRequest
from search.filters import SearchFilters
from tests.integration.search.conftest import Make, nothing
from tests.integration.search.places import Place

QUERIES = ("tea", "green tea", "石榴", "shiliu", "pomegranite", "lựu", "0810", "zzzz", "t")


def test_threads_that_ask_while_the_index_is_written_and_rebuilt_get_whole_answers(place: Place, make: Make) -> None:
    reader, writer = place.open(), place.open()
    writer.index([make("A", "green tea", hs_code="0810")])

    def ask(n: int) -> int:
        request = SearchRequest(QUERIES[n % len(QUERIES)], "en", SearchFilters(month=n % 12 + 1), "relevance", 1, 50)
        if n % 10 == 0:
            reader.health()  # looks for a new commit now
        result = reader.search(request)
        assert len(result.hits) == result.total == sum(result.facets.type.values())
        return result.total

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = [pool.submit(ask, n) for n in range(300)]
        for batch in range(5):
            writer.index([make(f"B{batch}", "black tea"), make(f"C{batch}", "white tea")])
            if batch == 3:
                writer.rebuild([make("A", "green tea"), make("D", "black tea")], resolve=nothing)
        totals = [answer.result(timeout=60) for answer in answers]
    assert max(totals) >= 1


def test_threads_that_are_the_first_to_ask_all_get_an_answer(place: Place, make: Make) -> None:
    place.open().index([make("A", "tea")])
    reader = place.open()
    request = SearchRequest("tea", "en", SearchFilters(), "relevance", 1, 10)
    with ThreadPoolExecutor(max_workers=16) as pool:
        assert [pool.submit(reader.search, request).result().total for _ in range(32)] == [1] * 32


def test_threads_that_are_the_first_to_meet_chinese_load_its_dictionary_once() -> None:
    chinese._loaded_cutter.cache_clear()
    chinese.words.cache_clear()
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert set(pool.map(chinese.words, ["蒙自石榴"] * 16)) == {("蒙自", "石榴")}
    assert chinese._loaded_cutter.cache_info().misses == 1
