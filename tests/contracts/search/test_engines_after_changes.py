"""However an index came about, both engines answer alike: changed, deleted and added again, bit by bit."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from search.documents import SearchDocument
from tests.contracts.search.questions import requests
from tests.contracts.search.test_engines_answer_alike import differences
from tests.integration.search import market
from tests.integration.search.conftest import nothing
from tests.integration.search.places import ElasticsearchPlace, EmbeddedPlace

pytestmark = pytest.mark.elasticsearch


def test_both_answer_alike_after_many_changes(elasticsearch_place: ElasticsearchPlace, tmp_path: Path) -> None:
    elasticsearch_place.empty()
    engines = EmbeddedPlace(tmp_path).open(), elasticsearch_place.open()
    kept = {one.id: one for one in market.published()}
    for engine in engines:
        engine.rebuild(kept.values(), resolve=nothing)
    dice = random.Random(8)
    for _ in range(6):
        changed = _changes(dice, kept)
        kept = {id_: one for id_, one in (kept | changed).items() if one is not None}
        for engine in engines:
            engine.apply(changed, resolve=lambda _, changed=changed: changed)  # type: ignore[misc]
    assert dict(engines[0].fingerprints()) == dict(engines[1].fingerprints())
    assert set(engines[0].fingerprints()) == set(kept)
    asked = list(requests(market.published(), count=150, seed=99))
    assert "\n".join(differences(engines, asked)) == ""
    elasticsearch_place.empty()


def _changes(dice: random.Random, kept: Mapping[str, SearchDocument]) -> dict[str, SearchDocument | None]:
    chosen = dice.sample(sorted(kept), 12)
    gone: dict[str, SearchDocument | None] = dict.fromkeys(chosen[:6])
    dearer = {id_: replace(kept[id_], price=Decimal(dice.randrange(30)), gi=not kept[id_].gi) for id_ in chosen[6:]}
    return gone | dearer
