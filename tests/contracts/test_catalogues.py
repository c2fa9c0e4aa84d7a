"""Every message of ours is there in Chinese and in Vietnamese, in each with one word for a thing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from scripts import package_messages
from scripts.environment import ROOT
from scripts.messages import found_in_source
from scripts.package_messages import Key

HERE = Path(__file__).parent
LANGUAGES = ("zh_Hans", "vi")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def listed(name: str) -> set[str]:
    """The messages of a list file, one a line; lines that begin with # say why."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")}


def catalogue(language: str, domain: str = "django") -> dict[Key, polib.POEntry]:
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries if not entry.obsolete}


def is_translated(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.fuzzy and bool(texts) and all(texts)


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def found() -> dict[Key, polib.POEntry]:
    """Every message in the source, as makemessages finds it in a copy."""
    return found_in_source()


@pytest.mark.gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_in_the_source_is_translated_and_not_fuzzy(
    language: str, found: dict[Key, polib.POEntry]
) -> None:
    ours = catalogue(language)
    assert found
    missing = [
        f"{entry.occurrences[:1]} {key[1]!r}"
        for key, entry in found.items()
        if key not in ours or not is_translated(ours[key]) or bool(ours[key].msgid_plural) != bool(entry.msgid_plural)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_catalogue_is_fuzzy_or_empty(language: str) -> None:
    assert not [key[1] for key, entry in catalogue(language).items() if not is_translated(entry)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_of_its_message(language: str) -> None:
    wrong = []
    for (_, msgid), entry in catalogue(language).items():
        allowed = [Counter(PLACEHOLDER.findall(text)) for text in (msgid, entry.msgid_plural) if text]
        wrong += [msgid for text in texts(entry) if text and Counter(PLACEHOLDER.findall(text)) not in allowed]
    assert not wrong


def test_a_vietnamese_message_holds_no_han_and_differs_from_the_english_one() -> None:
    same = listed("same_in_vietnamese.txt")
    ours = catalogue("vi")
    assert not [text for entry in ours.values() for text in texts(entry) if HAN.search(text)]
    equal = {msgid for (_, msgid), entry in ours.items() if msgid in texts(entry)}
    assert equal <= same
    known = {*ours, *package_messages.catalogue("vi")}
    assert same <= {msgid for _, msgid in known}, "listed as equal, but not in the catalogue any more"


@pytest.mark.parametrize(
    ("language", "mention", "full"),
    [
        ("zh_Hans", "单一窗口", "中国国际贸易“单一窗口”"),
        ("vi", "một cửa", "hệ thống một cửa của hải quan Trung Quốc"),
    ],
)
def test_the_single_window_has_one_name_and_its_short_form_follows_it(language: str, mention: str, full: str) -> None:
    wrong = []
    for entry in catalogue(language).values():
        for text in texts(entry):
            short = full.removeprefix("中国国际贸易").removesuffix(" của hải quan Trung Quốc")
            rest = re.sub(re.escape(full), "", text, count=1, flags=re.IGNORECASE)
            is_full = rest != text
            if mention in text and (not is_full or mention in re.sub(re.escape(short), "", rest, flags=re.IGNORECASE)):
                wrong.append(text)
    assert not wrong


FORBIDDEN = {
    "zh_Hans": {
        "采购单": "购物车 is the basket; 采购单号, a purchase order's number, is another thing",
        "进口环节税": "the tax has a name: 进口环节增值税",
        "[zh-hans]": "a language has a name",
        "综试区": "试验区 is the zone",
    },
    "vi": {
        "«": "quotation marks are “…”",
        "thuế khâu nhập khẩu": "thuế GTGT hàng nhập khẩu",
        "Tháng nào cũng được": "Tất cả các tháng",
        "cảng điện tử": "cổng điện tử",
        "Hãy gõ": "Hãy nhập",
        "dựng lên": "giả định",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_has_one_word(language: str) -> None:
    wrong = [
        text
        for entry in catalogue(language).values()
        for text in texts(entry)
        for word in FORBIDDEN[language]
        if word.lower() in text.replace("采购单号", "").lower()
    ]
    assert not wrong


def test_packs_are_counted_in_pieces_of_freight_and_goods_in_kinds() -> None:
    wrong = [
        text for entry in catalogue("zh_Hans").values() for text in texts(entry) if re.search(r"\)s ?包(?!装)", text)
    ]
    wrong += [
        text for entry in catalogue("zh_Hans").values() for text in texts(entry) if re.search(r"\)s ?件新?商品", text)
    ]
    assert not wrong
