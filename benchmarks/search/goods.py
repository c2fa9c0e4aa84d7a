"""Goods like ours, as many as wanted: made-up goods put together from real parts, under trade marks of a Zipf law."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pypinyin import lazy_pinyin

from search.documents import SearchDocument
from search.evaluation.neighbours import SEED, neighbours

MARKS_PER_ROOT: Final = (
    40  # trade marks for each unit of the root of the goods: a vocabulary grows slower than its text
)
_MARK: Final = {"zh-hans": "{mark}牌{name}", "vi": "{name} hiệu {mark}", "en": "{mark} {name}"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A trade mark of two characters, and how it is spelt abroad."""

    han: str
    latin: str

    def on(self, lang: str, name: str) -> str:
        return _MARK[lang].format(mark=self.han if lang == "zh-hans" else self.latin, name=name)


def goods(*, count: int, around: Sequence[SearchDocument], seed: int = SEED) -> Iterator[SearchDocument]:
    """Yield ``count`` goods, the same ones for the same arguments.

    Args:
        count: how many; with it grows the number of trade marks, as its square root.
        around: the market whose counties, producers, categories and texts they share.
        seed: of the pseudo-random choices.
    """
    choose = random.Random(seed + count)
    known = marks(count, around)
    weights = list(itertools.accumulate(1 / place for place in range(1, len(known) + 1)))
    for good in neighbours(count=count, around=around, seed=seed):
        mark = choose.choices(known, cum_weights=weights)[0]
        yield replace(good, names={lang: mark.on(lang, name) for lang, name in good.names.items()})


def marks(count: int, around: Sequence[SearchDocument]) -> list[Mark]:
    """The trade marks of a market of ``count`` goods, the most used first."""
    characters = sorted({one for document in around for one in document.names["zh-hans"] if "一" <= one <= "鿿"})
    choose = random.Random(SEED)
    wanted = min(round(MARKS_PER_ROOT * count**0.5), len(characters) ** 2)
    numbers = choose.sample(range(len(characters) ** 2), k=wanted)
    pairs = ("".join(characters[at] for at in divmod(number, len(characters))) for number in numbers)
    return [Mark(pair, "".join(lazy_pinyin(pair)).capitalize()) for pair in pairs]
