"""What the business refuses is worded once, in the room that owns the error; no door has words of its own for it."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation

import cms
import marketplace
from marketplace.companies.capacities import CompanyKind
from marketplace.companies.rights import acts
from marketplace.kernel import refusals
from marketplace.kernel.errors import DomainError
from marketplace.kernel.languages import CODES
from marketplace.limits import rates

ROOT: Final = Path(__file__).resolve().parents[2]
# What stands in no module of the site: its commands' and tests' own.
_ALONE: Final = (".migrations", ".__main__", ".simulator")
DOORS: Final = (
    "marketplace/storefront", "marketplace/buyer_portal", "marketplace/producer_portal", "marketplace/operations",
    "marketplace/kiosk", "marketplace/api", "cms",
)  # fmt: skip
_SAYS: Final = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "gettext_noop"})
_NAMES_A_FAULT: Final = frozenset({"code", "reason", "problem"})


def _walk(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _walk(one)


def _kinds() -> list[type[DomainError]]:
    """Every kind of refusal that there is, whether or not a page has needed it yet."""
    for package in (marketplace, cms):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in module.name for part in _ALONE):
                importlib.import_module(module.name)
    ours = [kind for kind in _walk(DomainError) if kind.__module__.split(".")[0] in {"marketplace", "cms"}]
    return sorted(set(ours), key=lambda kind: (kind.__module__, kind.__qualname__))


KINDS: Final = _kinds()
# What an error knows, by the name of its argument; several values are tried one after the other.
_ONE_ACT: Final = next(iter(acts(CompanyKind.BUYER))).code
_FACTS: Final[dict[str, tuple[Any, ...]]] = {
    "act": (_ONE_ACT,),
    "company_id": (1,),
    "verdict": (rates.Verdict(rate=rates.ORDERS, is_allowed=False, remaining=0, reset_after=9, retry_after=9),),
    "missing": (("hs_code", "picture"),),
    "fields": (("description_vi",),),
    "errors": ({"description_vi": "unclean"},),
    "problems": ((),),
    "lower": (None, 5),
    "upper": (9, None),
    "country": ("VN", "CN", "TH", "DE"),
    "per_producer": (True,),
    "first": (date(2026, 11, 24),),
    "last": (date(2026, 11, 29),),
    "at": (datetime(2026, 11, 29, tzinfo=UTC),),
}
_REASONS: Final[dict[str, tuple[str, ...]]] = {
    "NotPermitted": ("role",),
    "RolesNotAllowed": ("none", "capacity", "last_owner"),
    "PictureRefused": ("too_large", "too_many_pixels", "too_small", "not_a_picture"),
    "PricesNotAllowed": (
        "none", "first_is_not_the_minimum", "off_the_step", "not_falling", "not_a_price", "unknown_currency",
    ),
    "RateNotAllowed": ("unknown_currency", "not_a_rate", "in_the_future", "no_source"),
    "GoodNotOrderable": ("unpublished", "enquiry", "sold_out", "no_price", "producer_suspended", "quantity"),
    "MayNotOrder": ("no_membership", "role", "not_a_buyer", "suspended", "refused", "unverified"),
    "PhoneNotValid": ("number", "several"),
    "DocumentRefused": ("too_large", "kind", "content"),
    "MessageRefused": ("not_xml", "unsigned"),
    "MessageInvalid": ("required", "too_long"),
}  # fmt: skip


def _samples(kind: type[DomainError]) -> list[DomainError]:
    """One error of the kind for each reason that it may have."""
    parameters = _parameters(kind)
    choices = {
        name: _REASONS.get(kind.__name__, ("x",)) if name == "reason" else _FACTS.get(name, _plain(annotation))
        for name, annotation in parameters.items()
    }
    count = max([len(one) for one in choices.values()], default=1)
    facts = [{name: one[at % len(one)] for name, one in choices.items()} for at in range(count)]
    return [_make(kind, one) for one in facts]


def _make(kind: type[DomainError], facts: dict[str, Any]) -> DomainError:
    made: DomainError
    try:
        made = kind(**facts)
    except TypeError:  # its arguments have no names
        made = kind(*facts.values())
    return made


def _parameters(kind: type[DomainError]) -> dict[str, str]:
    own = kind.__init__
    code = getattr(own, "__code__", None)
    if code is None:
        return {}
    count = code.co_argcount + code.co_kwonlyargcount
    return {name: str(own.__annotations__.get(name, "str")) for name in code.co_varnames[1:count]}


def _plain(annotation: str) -> tuple[Any, ...]:
    return (7,) if "int" in annotation else ("x",)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__qualname__)
def test_every_refusal_has_a_sentence_in_every_language_and_a_status(kind: type[DomainError]) -> None:
    assert kind in refusals.worded(), "write its sentence into its room's sentences.py"
    for error in _samples(kind):
        assert 400 <= refusals.status_of(error) < 600
        json.dumps(refusals.facts_of(error))
        said = {}
        for code in CODES:
            with translation.override(code):
                said[code] = refusals.sentence(error)
        assert all(text and "%(" not in text for text in said.values()), said
        assert len(set(said.values())) == len(CODES), f"not translated: {said}"


def test_codes_are_told_apart() -> None:
    codes = [kind.code for kind in KINDS]
    assert sorted(codes) == sorted(set(codes))


def test_two_sentences_for_one_refusal_fail_at_start() -> None:
    class Other(DomainError):
        code = KINDS[0].code

    with pytest.raises(ValueError, match="twice"):
        refusals.says(KINDS[0], "again")
    with pytest.raises(ValueError, match="twice"):
        refusals.says(Other, "the same code")


def _own_words(source: str) -> list[str]:
    """Return where a module words a refusal itself: in a handler of one, or by a table of kinds or of faults."""
    names = {kind.__name__ for kind in KINDS} | {"DomainError"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and node.type is not None and _named(node.type) & names:
            found += [f"{node.lineno}: in a handler" for inner in ast.walk(node) if _is_said(inner)]
        elif isinstance(node, ast.Dict) and any(_named(key) & names for key in node.keys if key is not None):
            found.append(f"{node.lineno}: a table of kinds")
        elif isinstance(node, ast.Subscript | ast.Call) and _is_of_a_fault(node):
            found.append(f"{node.lineno}: a table of faults")
    return found


def _named(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} | {
        one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)
    }


def _is_said(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS


def _is_of_a_fault(node: ast.Subscript | ast.Call) -> bool:
    """``_SENTENCES[refusal.code]``, ``sentences.get(refusal.reason)``."""
    if isinstance(node, ast.Subscript):
        key: ast.AST | None = node.slice
    else:
        key = node.args[0] if node.args and isinstance(node.func, ast.Attribute) and node.func.attr == "get" else None
    if not isinstance(key, ast.Attribute) or key.attr not in _NAMES_A_FAULT:
        return False
    return isinstance(key.value, ast.Name) and key.value.id in {"refusal", "error", "fault", "no", "reason", "closed"}


def _doors() -> Iterator[Path]:
    for door in DOORS:
        yield from (path for path in (ROOT / door).rglob("*.py") if path.name != "sentences.py")
    yield from (ROOT / "marketplace").rglob("management/commands/*.py")


def test_no_door_words_a_refusal_itself() -> None:
    found = {str(path.relative_to(ROOT)): _own_words(path.read_text(encoding="utf-8")) for path in _doors()}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    act()\nexcept BasketEmpty:\n    say(_('Nothing there.'))\n",
        "try:\n    act()\nexcept (KeyError, errors.BasketEmpty):\n    say(gettext('Nothing there.'))\n",
        "_WRITERS = {BasketEmpty: 'Nothing there.'}\n",
        "text = _SENTENCES[refusal.code]\n",
        "text = sentences.get(refusal.reason, '')\n",
    ],
)
def test_the_search_for_own_words_finds_them(source: str) -> None:
    assert _own_words(source)
    assert not _own_words("try:\n    act()\nexcept BasketEmpty as refusal:\n    say(sentence(refusal))\n")
