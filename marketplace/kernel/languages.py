"""The languages of the market: one table, from which all else takes what it must know of one.

Adding one: docs/languages.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils.translation import gettext, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Said = TypeVar("Said")
BEIJING: Final = "Asia/Shanghai"
HANOI: Final = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of the market.

    ``day``, ``month`` and ``aside`` are patterns of ``str.format``: of ``year``, ``month``, ``day`` and ``name`` (the
    month's, in English); of ``month`` and ``name``; of the one text that stands in brackets behind another.
    """

    code: str  # of the settings, of addresses and of rows
    tag: str  # BCP 47, as ``lang`` and ``hreflang`` want it
    short: str  # in lists of words: of notices, synonyms, the demonstration
    english: str  # in names that the database keeps
    name: _StrOrPromise  # in the reader's language
    own_name: str  # as it names itself: never translated
    full_name: str  # the same where its script matters
    fallback: tuple[str, ...] = ()  # codes of what stands in for a text that is not there, best first
    beside: str  # code of the second language in which a name is shown beside the first
    is_owed: bool = False  # nothing is shown to everybody without its text in this language
    starts: tuple[str, ...] = ()  # what others write for it: any tag that begins so
    zone: str = BEIJING
    zones: Mapping[str, str]  # what zones are called in it
    decimal: str = "."
    group: str = ","
    day: str
    month: str
    aside: str = " ({})"
    separator: str = ", "  # between words in a row
    extension: str  # stands before the extension of a telephone number
    open_graph: str
    fonts: tuple[str, ...] = ()  # files without which the first line of a page is not drawn as meant
    is_composed: bool = False  # typed through a window of candidates, in which nothing is to be suggested

    @property
    def column(self) -> str:
        """The suffix of its translated columns."""
        return self.code.replace("-", "_")


LANGUAGES: Final = (
    Language(
        code="zh-hans",
        tag="zh-Hans",
        short="zh",
        english="chinese",
        name=pgettext_lazy("language of a text", "Chinese"),
        own_name="中文",
        full_name="简体中文",
        beside="vi",
        is_owed=True,
        starts=("zh",),
        zones={BEIJING: "北京时间", HANOI: "越南时间"},
        day="{year}年{month}月{day}日",
        month="{month}月",
        aside="（{}）",
        separator="、",
        extension="转",
        open_graph="zh_CN",
        is_composed=True,
    ),
    Language(
        code="vi",
        tag="vi",
        short="vi",
        english="vietnamese",
        name=pgettext_lazy("language of a text", "Vietnamese"),
        own_name="Tiếng Việt",
        full_name="Tiếng Việt",
        fallback=("en", "zh-hans"),
        beside="zh-hans",
        is_owed=True,
        zone=HANOI,
        zones={BEIJING: "giờ Bắc Kinh", HANOI: "giờ Việt Nam"},
        decimal=",",
        group=".",
        day="{day:02}/{month:02}/{year}",
        month="T{month}",
        extension="máy lẻ",
        open_graph="vi_VN",
        fonts=(
            "fonts/be-vietnam-pro-latin-400-normal.woff2",
            "fonts/be-vietnam-pro-vietnamese-400-normal.woff2",
            "fonts/be-vietnam-pro-latin-600-normal.woff2",
            "fonts/be-vietnam-pro-vietnamese-600-normal.woff2",
        ),
    ),
    Language(
        code="en",
        tag="en",
        short="en",
        english="english",
        name=pgettext_lazy("language of a text", "English"),
        own_name="English",
        full_name="English",
        fallback=("zh-hans",),
        beside="zh-hans",
        zones={BEIJING: "Beijing time", HANOI: "Vietnam time"},
        day="{day} {name} {year}",
        month="{name}",
        extension="ext.",
        open_graph="en_GB",
    ),
)
# In which the catalogue was written, and in which customs reads what is declared.
MAIN: Final = LANGUAGES[0]
OF_CUSTOMS: Final = "zh-hans"
# Read by who asks for none of ours.
COMMON: Final = "en"

CODES: Final = tuple(language.code for language in LANGUAGES)
# Of the translated columns.
SUFFIXES: Final = tuple(language.column for language in LANGUAGES)
OWED: Final = tuple(language.code for language in LANGUAGES if language.is_owed)
OWED_SUFFIXES: Final = tuple(language.column for language in LANGUAGES if language.is_owed)
_BY_CODE: Final[Mapping[str, Language]] = {language.code: language for language in LANGUAGES}
# Code -> suffixes of the columns to read, best first.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    language.code: tuple(_BY_CODE[code].column for code in (language.code, *language.fallback))
    for language in LANGUAGES
}
OTHER: Final[Mapping[str, str]] = {language.code: language.beside for language in LANGUAGES}
# In which script and language the registers of a country write a company's name, as BCP 47 tags; not all are ours.
OF_REGISTERS: Final[Mapping[str, str]] = {
    "VN": "vi",
    "CN": "zh-Hans",
    "LA": "lo",
    "TH": "th",
    "KH": "km",
    "MM": "my",
}


def language_of(code: str) -> Language:
    """Return the row of a language code of the settings; of any other the one that all others can read."""
    return _BY_CODE.get(code) or _BY_CODE[COMMON]


def known(tag: str) -> str | None:
    """Return the code of a language of ours from its tag as others write it (``zh``, ``zh_CN``, ``VI``), else None."""
    written = tag[:20].lower().replace("_", "-")
    for language in LANGUAGES:
        begin = written.split("-")[0]
        if language.code in {written, begin} or begin in language.starts:
            return language.code
    return None


def label_in(label: object, language: str) -> str:
    """Return the label of a translated column for an editor: ``标题（中文）``, ``Tiêu đề (tiếng Trung)``.

    Args:
        label: of the field, usually a lazy text.
        language: of the column, a language code of the settings.
    """
    return gettext("%(label)s (%(language)s)") % {"label": label, "language": _BY_CODE[language].name}


def columns(language: str) -> tuple[str, ...]:
    """Return the column suffixes to read for ``language``, best first; an unknown language reads as Chinese."""
    return COLUMNS.get(language, COLUMNS[MAIN.code])


def texts_of(row: object, field: str) -> dict[str, str]:
    """Return every translation of ``field`` that ``row`` has, by language code: ``{"zh-hans": …, "vi": …}``."""
    values = {code: getattr(row, f"{field}_{suffixes[0]}", None) for code, suffixes in COLUMNS.items()}
    return {code: value for code, value in values.items() if value}


def best(texts: Mapping[str, str], language: str) -> str:
    """Return the text for ``language``, or what stands in for it; empty when there is none."""
    row = _BY_CODE.get(language, MAIN)
    for code in (row.code, *row.fallback):
        text = texts.get(code)
        if text:
            return text
    return ""


def best_of_columns(said: Mapping[str, Said], language: str) -> Said | None:
    """As ``best``, of what is said by suffix of a column (``{"zh_hans": …, "vi": …}``); None where nothing is."""
    return next((one for suffix in columns(language) if (one := said.get(suffix))), None)
