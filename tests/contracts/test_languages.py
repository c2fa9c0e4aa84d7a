"""What is to be known of a language stands in one table: no other module names a language that the market speaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from marketplace.kernel.languages import CODES, LANGUAGES, SUFFIXES, best, known, language_of
from search.documents import LANGUAGES as SEARCHED

ROOT: Final = Path(__file__).resolve().parents[2]
PLACES: Final = ("cms", "config", "marketplace", "search", "scripts")
TABLE: Final = "marketplace/kernel/languages.py"
# Where a language is the thing itself. A line leaves when its module is written without it; none is added lightly.
NAMED: Final = {
    "search/analysis/fields.py": "the order of names: Chinese by its reading, Vietnamese by its alphabet",
    "search/analysis/glossary.py": "the columns of the glossary, and how their words are read",
    "search/analysis/tokens.py": "which words are parted as Chinese",
    "marketplace/synonyms/models.py": "the columns of an operator's synonyms",
    "search/ranking/heads.py": "where the head of a Vietnamese name stands",
    "search/ranking/levels.py": "which field holds words with their marks",
    "marketplace/synonyms/live.py": "how a synonym is read",
    "marketplace/synonyms/services/groups.py": "the columns of an operator's synonyms",
    "marketplace/operations/synonym_form.py": "the columns of an operator's synonyms",
    "marketplace/companies/demo.py": "the columns of the demonstration's file",
    "marketplace/reference/demo.py": "the columns of the demonstration's files",
    "marketplace/storefront/styleguide.py": "samples of each language's typesetting",
    "cms/home/management/commands/setup_market.py": "the first heading of a new market, in every language",
    "cms/policies/models.py": "in which language a line of a law is written",
    "marketplace/clearance/timeline.py": "customs writes Chinese",
    "scripts/messages.py": "any catalogue shows what is found",
    "scripts/package_messages.py": "the catalogues of packages, for the languages that they lack words in",
    "scripts/web_refusals.py": "said before any code of the site runs",
}
TEMPLATES: Final = {
    "500.html": "drawn when nothing else can be",
    "operations/_synonym_help.html": "samples",
    "operations/_synonym_terms.html": "the columns of an operator's synonyms",
    "operations/_reason.html": "customs writes Chinese",
    "operations/_strays.html": "customs writes Chinese",
    "operations/hand_off_detail.html": "customs writes Chinese",
    "operations/receipt_list.html": "customs writes Chinese",
}
# The market's own are few; English is what the code itself is written in.
_TAGS: Final = frozenset(
    form for one in LANGUAGES if one.code != "en" for form in (one.code, one.tag, one.column, one.open_graph)
)
_COLUMN: Final = re.compile(rf"[a-z0-9_]+_(?:{'|'.join(one.column for one in LANGUAGES if one.code != 'en')})(?:__|$)")
_IN_MARKUP: Final = re.compile(rf"""["'/](?:{"|".join(sorted(_TAGS, key=len, reverse=True))})["'/]""")


def _named(source: str) -> Iterator[tuple[int, str]]:
    """Yield where a module names a language or a translated column, as a text, an attribute or an argument."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    declared = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.value is None}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found = node.value
        elif isinstance(node, ast.Attribute):
            found = node.attr
        elif isinstance(node, ast.Name) and id(node) not in declared:
            found = node.id
        elif isinstance(node, ast.keyword) and node.arg:
            found = node.arg
        else:
            continue
        if found in _TAGS or _COLUMN.match(found):
            yield getattr(node, "lineno", 0), found


def _modules() -> Iterator[Path]:
    for place in PLACES:
        yield from (path for path in (ROOT / place).rglob("*.py") if not {"migrations", "evaluation"} & {*path.parts})


def test_no_module_but_the_table_names_a_language() -> None:
    found = {str(path.relative_to(ROOT)): list(_named(path.read_text(encoding="utf-8"))) for path in _modules()}
    naming = {path: places for path, places in found.items() if places and path != TABLE}
    assert {path: places for path, places in naming.items() if path not in NAMED} == {}
    assert set(NAMED) - set(naming) == set(), "no longer names one: take it off the list"


def test_no_template_names_a_language() -> None:
    folder = ROOT / "frontend" / "templates"
    naming = {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and _IN_MARKUP.search(path.read_text(encoding="utf-8"))
    }
    assert naming - set(TEMPLATES) == set()
    assert set(TEMPLATES) - naming == set(), "no longer names one: take it off the list"


def test_no_script_names_a_language() -> None:
    scripts = [*(ROOT / "frontend" / "scripts").rglob("*.ts"), *(ROOT / "frontend" / "kiosk").rglob("*.ts")]
    assert scripts
    assert [path.name for path in scripts if _IN_MARKUP.search(path.read_text(encoding="utf-8"))] == []


def test_the_search_for_names_finds_them() -> None:
    source = 'if code == "vi":\n    row.name_zh_hans = make(label_vi=1, **{"name_vi__gt": ""})\n'
    assert sorted(found for _line, found in _named(source)) == ["label_vi", "name_vi__gt", "name_zh_hans", "vi"]
    assert [found for _line, found in _named("class Form:\n    vi = 1\n")] == ["vi"]
    assert list(_named('"""In vi."""\nx = "via"\nname_vi: str\n')) == []
    assert _IN_MARKUP.search('<a href="/vi/">')


def test_everything_derives_from_the_table() -> None:
    assert tuple(code for code, _name in settings.LANGUAGES) == CODES == SEARCHED
    assert tuple(settings.MODELTRANSLATION_LANGUAGES) == CODES
    assert LANGUAGES[0].code == settings.LANGUAGE_CODE
    assert tuple(code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES) == CODES


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_a_row_of_the_table_is_whole(language: object) -> None:
    row = language_of(getattr(language, "code", ""))
    assert {*row.fallback, row.beside} <= {*CODES} - {row.code}, "others stand in, not itself"
    assert {row.decimal, row.group} == {".", ","}, "amounts are read by these marks"
    assert row.zone in row.zones
    assert "2026" in row.day.format(year=2026, month=3, day=4, name="Mar")
    assert row.month.format(month=3, name="Mar")
    assert row.aside.format("x").strip() != "x"
    assert known(row.tag) == known(row.open_graph) == row.code
    assert row.column in SUFFIXES
    assert all((ROOT / "frontend" / "static" / font).exists() or "fonts/" in font for font in row.fonts)
    catalogue = ROOT / "locale" / row.tag.replace("-", "_") / "LC_MESSAGES" / "django.po"
    assert catalogue.exists()


def test_a_text_that_is_not_there_is_stood_in_for() -> None:
    for row in LANGUAGES:
        for other in row.fallback:
            assert best({other: "text"}, row.code) == "text"
        assert best({}, row.code) == ""
