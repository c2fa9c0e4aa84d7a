"""What Django, Wagtail, allauth and the others say to a person here is said in Vietnamese and in Chinese.

The messages are read from the installed packages themselves: an upgrade that adds some fails with their list.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import polib
import pytest

from scripts import package_messages
from scripts.environment import ROOT
from scripts.package_messages import Key, key

HERE = Path(__file__).parent
LANGUAGES = package_messages.LANGUAGES
DOMAINS = ("django", "djangojs")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN = re.compile(r"[a-zA-Z]{2}")
LETTERS = re.compile(r"[^\W\d_]{2}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
TAG_NAME = re.compile(r"</?[a-z]+")
# What stays as it is: names, codes, and what is made of placeholders.
SAME = frozenset((HERE / "same_in_vietnamese.txt").read_text(encoding="utf-8").splitlines()) | {
    *("URL", "IPv4", "IPv6", "WebAuthn", "ID", "Wagtail API v2", "Wagtail API v3"),
    *("%(size)d byte", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"),
}


def ours(language: str, domain: str = "django") -> dict[Key, list[str]]:
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {key(one): package_messages.texts(one) for one in entries if one.translated() and not one.obsolete}


@cache
def said(language: str, domain: str = "django") -> dict[Key, list[str]]:
    """Return what a person reads for each message: ours before theirs."""
    theirs = package_messages.translated_by_themselves(language, domain)
    return theirs | package_messages.catalogue(language, domain) | ours(language, domain)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_package_that_can_be_met_is_translated(language: str, domain: str) -> None:
    wanted = package_messages.wanted(domain)
    assert len(wanted) > {"django": 2_000, "djangojs": 80}[domain]
    assert package_messages.untranslated(wanted, language, ours(language, domain), domain) == []


def test_a_message_that_an_upgrade_adds_is_listed() -> None:
    added = [*package_messages.wanted(), ("", "Publish this to every screen")]
    assert package_messages.untranslated(added, "vi", ours("vi")) == [("", "Publish this to every screen")]


def test_the_admin_and_its_parts_are_among_the_packages() -> None:
    wagtail = {
        "wagtail",
        *(f"wagtail.{part}" for part in ("admin", "documents", "images", "sites", "snippets", "users")),
    }
    assert {"django", "django.contrib.auth", "allauth", "taggit", "django_filters", *wagtail} <= set(
        package_messages.folders()
    )


def test_what_is_left_out_is_there_and_says_why() -> None:
    places = [
        f"{package}:{place}"
        for domain in DOMAINS
        for package, entry in package_messages.messages(domain)
        for place, _line in entry.occurrences
    ]
    gone = [one for one in package_messages.LEFT_OUT if not any(place.startswith(one) for place in places)]
    assert not gone, "no package has it any more"
    assert all(len(why) > 10 for why in package_messages.LEFT_OUT.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_catalogue_of_the_packages_holds_nothing_fuzzy_empty_or_gone(language: str) -> None:
    path = package_messages.CATALOGUES / language / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(path))
    known = package_messages.known()
    assert [one.msgid for one in entries if one.fuzzy or one.obsolete or not one.translated()] == []
    assert [one.msgid for one in entries if key(one) not in known] == []
    assert Counter(key(one) for one in entries).most_common(1)[0][1] == 1


def counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_and_the_elements(language: str) -> None:
    wrong = []
    for (context, msgid), entry in package_messages.wanted().items():
        sources = [text for text in (msgid, entry.msgid_plural) if text]
        for text in package_messages.catalogue(language).get((context, msgid), []):
            kept = all(
                counted(pattern, text) in [counted(pattern, one) for one in sources]
                for pattern in (PLACEHOLDER, TAG_NAME)
            )
            is_joined = "\n" not in msgid and not text.endswith("：")  # what follows needs the space
            if not kept or (is_joined and msgid.endswith(" ") != text.endswith(" ")):
                wrong.append(f"{msgid} → {text}")
    assert not wrong, "\n".join(wrong)


def plain(text: str) -> str:
    """Return a text without placeholders and elements."""
    return TAG.sub("", PLACEHOLDER.sub("", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_left_in_english_or_in_another_language(language: str) -> None:
    wrong = []
    for domain in DOMAINS:
        for name in package_messages.wanted(domain):
            for text in said(language, domain)[name]:
                if not LETTERS.search(plain(name[1])) or name[1] in SAME:
                    continue
                has_han, has_latin = HAN.search(plain(text)), LATIN.search(plain(text))
                if text == name[1] or (has_han if language == "vi" else has_latin and not has_han):
                    wrong.append(f"{name[1]} → {text}")
    assert not wrong, "\n".join(wrong)


# One thing, one word, whoever translated it; the words are those of the project's own screens.
WORDS = {
    "vi": {
        "Comment": "Nhận xét",
        "Created": "Đã tạo",
        "Draft": "Nháp",
        "History": "Lịch sử",
        "Images": "Hình ảnh",
        "Documents": "Tài liệu",
        "Pages": "Trang",
        "Publish": "Xuất bản",
        "Published": "Đã xuất bản",
        "Unpublish": "Gỡ xuất bản",
        "Settings": "Cài đặt",
        "Site": "Website",
        "Snippets": "Nội dung dùng chung",
        "Submit for moderation": "Gửi duyệt",
        "Workflow": "Quy trình duyệt",
        "Account": "Tài khoản",
    },
    "zh_Hans": {
        "Actions": "操作",
        "Comment": "评论",
        "Created": "已创建",
        "Draft": "草稿",
        "Page": "页面",
        "Pages": "页面",
        "Publish": "发布",
        "Published": "已发布",
        "Unpublish": "取消发布",
        "Schedule to publish": "定时发布",
        "revision": "修订版本",
        "Groups": "用户组",
        "Workflow": "工作流",
        "Privacy": "访问权限",
        "live": "已发布",
    },
}
FORBIDDEN = {
    "vi": {
        "bình luận": "nhận xét",
        "luồng công việc": "quy trình duyệt",
        "phê chuẩn": "duyệt",
        "đăng tải": "tải lên",
        "trang web": "website",
        "xoá": "xóa",
        "khoá": "khóa",
        "...": "…",
    },
    "zh_Hans": {
        "你": "您",
        "动作": "操作",
        "父页面": "上级页面",
        "帐": "账",
        "...": "…",
        "对不起": "say what is, without excuse",
        "私有设置": "访问权限",
        "[zh": "a language has a name",
    },
}
QUOTED = re.compile(r"'%\(\w+\)s'|\"%\(\w+\)s\"|'\{\w+\}'|\"\{\w+\}\"|[「」«»]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_of_the_admin_has_one_word(language: str) -> None:
    for msgid, word in WORDS[language].items():
        assert said(language)["", msgid] == [word], msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_admin_writes_as_the_market_does(language: str) -> None:
    wrong = []
    wagtail = {key(entry) for name, entry in package_messages.messages() if name.startswith(("wagtail", "taggit"))}
    for name in wagtail & set(package_messages.wanted()):
        for text in said(language)[name]:
            shown = TAG.sub("", text)
            found = [word for word in FORBIDDEN[language] if word in shown.lower()]
            if found or QUOTED.search(shown):
                wrong.append(f"{name[1]} → {text} {found}")
    assert not wrong, "\n".join(wrong)


HALF_WIDTH = re.compile(r"[\u3400-\u9fff”][,;:?!]|[\u3400-\u9fff”]\.(?:\s|$)|\([\u3400-\u9fff]")


def test_chinese_is_punctuated_in_full_width() -> None:
    wrong = [
        text
        for entries in (package_messages.catalogue("zh_Hans"), package_messages.catalogue("zh_Hans", "djangojs"))
        for texts in entries.values()
        for text in texts
        if HALF_WIDTH.search(TAG.sub("", text))
    ]
    assert not wrong
