"""The words of the index, asked for in as few requests as it takes.

A ranking asks one question after another. It is let run with what is known already, once as if every open question's
answer were no and once as if it were yes, and what it asked is answered in one request; until nothing is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import Any, Final, TypeVar

from search.analysis import ParsedQuery, chinese
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import questions
from search.engines.elasticsearch.connection import Visit
from search.engines.elasticsearch.questions import Answers, Kind, Question
from search.engines.elasticsearch.spelling import SpellingShelf
from search.ranking.vocabulary import Spelling, Vocabulary

_LASTS: Final = 1.0  # seconds, less than a change may take to be found
_MOST_ROUNDS: Final = 12
_MOST_AT_ONCE: Final = 4_000
_READINGS: Final = (2, 3, 4)  # syllables
Answer = TypeVar("Answer")


class Memory:
    """Answers of the last second, for every thread of the process. ``held``: documents of the index."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Ask anew."""
        self._lately: tuple[float, Answers, list[int]] = (float("-inf"), {}, [])

    def lately(self) -> tuple[Answers, list[int]]:
        """Return what was answered lately, to be added to: answers, and the number of documents once it is known."""
        if monotonic() - self._lately[0] > _LASTS:
            self._lately = (monotonic(), {}, [])
        return self._lately[1], self._lately[2]


class Words:
    """The words as one visit sees them."""

    def __init__(self, visit: Visit, index: str, memory: Memory, shelf: SpellingShelf) -> None:
        self._visit, self._index, self._shelf = visit, index, shelf
        self._answers, self._held = memory.lately()
        self._has_waited = False

    def make_sure(self) -> None:
        """Raise EngineUnavailable where there is no index or nothing in it."""
        if not self._held:
            self._ask([])
        if not self._held[0]:
            raise EngineUnavailable("the index is empty")

    def work_out(self, task: Callable[[Vocabulary], Answer], *, query: ParsedQuery) -> Answer:
        """Return what a task makes of the words, which it may ask for in any order and any number of times."""
        # Other threads add answers meanwhile, so they are looked up and never walked through.
        likely = {question for question in _likely(query) if question not in self._answers}
        for _ in range(_MOST_ROUNDS):
            for guess in (False, True):
                words = _Guessing(self._answers, self._spelling, guess=guess)
                answer = task(words)
                if not words.open:
                    self.make_sure()
                    return answer
                likely |= words.open
            self._ask(sorted(likely, key=str)[:_MOST_AT_ONCE])
            likely.clear()
        return task(_Guessing(self._answers, self._spelling, guess=False))

    def _ask(self, asked: Sequence[Question]) -> None:
        answer = self._visit.search(self._index, questions.body(asked))
        self._held[:] = [answer["hits"]["total"]["value"]]
        found = questions.read(asked, answer.get("aggregations", {}))
        self._answers.update(found)
        self._answers.update(dict.fromkeys(questions.implied(found), True))

    def _spelling(self) -> Spelling:
        # One wait a visit: several, each for half of what is left, would leave no time for the question itself.
        patience = 0.0 if self._has_waited else self._visit.seconds_left / 2
        self._has_waited = True
        return self._shelf.spelling(patience)


class _Guessing:
    """A Vocabulary that answers what is known, guesses what is not, and notes that in ``open``."""

    def __init__(self, answers: Answers, spelling: Callable[[], Spelling], *, guess: bool) -> None:
        self._answers, self._spelling, self._guess = answers, spelling, guess
        self.open: set[Question] = set()

    def _answer(self, question: Question, guess: Any) -> Any:
        if question not in self._answers:
            self.open.add(question)
        return self._answers.get(question, guess)

    def known(self, field: str, token: str) -> bool:
        return bool(token) and bool(self._answer(Question(Kind.KNOWN, field, token), self._guess))

    def prefixed(self, field: str, prefix: str) -> Sequence[str]:
        found: Sequence[str] = self._answer(Question(Kind.BEGUN, field, prefix), ()) if prefix else ()
        return found

    def similar(self, word: str) -> Sequence[str]:
        return self._spelling().similar(word)

    def shown(self, form: str) -> str:
        return self._spelling().written(form)

    def spelled(self, field: str, run: str) -> Sequence[str]:
        read = chinese.syllables(run)
        found: Iterable[str] = self._answer(Question(Kind.ALIKE, field, run), ())
        return [one for one in found if chinese.syllables(one) == read]


def _likely(query: ParsedQuery) -> Iterator[Question]:
    """Yield readings that may be asked for one after another, for each depends on the one before."""
    spelled = {query.syllables, *(word.syllables for unit in query.units for word in unit.words)}
    for syllables in spelled:
        for size in _READINGS:
            for at in range(len(syllables) - size + 1):
                read = "".join(syllables[at : at + size])
                yield from (Question(Kind.KNOWN, field, read) for field in ("np", "tp"))
