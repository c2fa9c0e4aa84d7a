"""The messages of the installed packages: what of them a person can meet here, and what of that we have to translate.

Their own translations are kept where they have one. ``locale/packages`` holds the rest, and the few that they say
badly; ``python -m scripts.messages`` brings it in line, so that an upgrade which adds messages lists them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib

from scripts.environment import ROOT

Key = tuple[str, str]  # context, msgid
LANGUAGES = ("zh_Hans", "vi")
CATALOGUES = ROOT / "locale" / "packages"
# Packages that are no app of ours but are asked for words by one: Wagtail's lists are filtered by django-filter.
WITHOUT_AN_APP = ("django_filters",)
# What nobody can meet here: the package, a colon, where in it, and why. A message is left out when all its places are.
LEFT_OUT = {
    "django:conf/global_settings.py": "the names of the world's languages; the market's three have their own",
    "django:contrib/": "the name of an app, which no page shows",
    "django:views/generic/": "reasons of a 404, whose page is the market's own",
    "django:views/static.py": "files are not served by this view",
    "django:views/templates/": "the page of a project without addresses",
    "django.contrib.auth:contrib/auth/admin.py": "a part of django.contrib.admin",
    "django.contrib.contenttypes:contrib/contenttypes/views.py": "not mounted",
    "allauth:account/admin.py": "a part of django.contrib.admin",
    "allauth:socialaccount/": "not installed: nobody signs in by another service",
    "allauth:templates/socialaccount/": "not installed: nobody signs in by another service",
    "allauth:idp/": "not installed: the market signs nobody in elsewhere",
    "allauth:templates/idp/": "not installed: the market signs nobody in elsewhere",
    "allauth:headless/": "not installed",
    "allauth:usersessions/": "not installed",
    "allauth:templates/usersessions/": "not installed",
    "allauth:mfa/webauthn/": "not among MFA_SUPPORTED_TYPES",
    "allauth:templates/mfa/webauthn/": "not among MFA_SUPPORTED_TYPES",
    "allauth:templates/mfa/email/webauthn": "not among MFA_SUPPORTED_TYPES",
    "allauth:templates/mfa/messages/webauthn": "not among MFA_SUPPORTED_TYPES",
    "allauth:templates/mfa/trust.html": "browsers are not trusted (MFA_TRUST_ENABLED)",
    "allauth:templates/account/phone_": "phone numbers are no means of signing in",
    "allauth:templates/account/confirm_phone_": "phone numbers are no means of signing in",
    "allauth:templates/account/messages/phone_": "phone numbers are no means of signing in",
    "allauth:templates/account/signup_by_passkey.html": "passkeys are no means of signing up",
    "wagtail:contrib/": "the names of Wagtail's apps that are not installed",
}


@cache
def folders() -> dict[str, Path]:
    """Return the folder with the catalogues of Django and of every installed package, by the package's name."""
    import django  # noqa: PLC0415 - the settings have to be named first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - only once they are loaded

    found = {"django": Path(django.__file__).parent / "conf" / "locale"}
    found |= {app.name: Path(app.path) / "locale" for app in apps.get_app_configs() if not _is_ours(Path(app.path))}
    for name in WITHOUT_AN_APP:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            found[name] = Path(spec.origin).parent / "locale"
    return {name: folder for name, folder in found.items() if folder.is_dir()}


def _is_ours(app: Path) -> bool:
    return app.is_relative_to(ROOT) and "site-packages" not in app.parts


def messages(domain: str = "django") -> Iterator[tuple[str, polib.POEntry]]:
    """Yield every message of the installed packages with its package, as their own catalogues list them."""
    for package, folder in folders().items():
        english = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
        for path in [english] if english.exists() else sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po")):
            yield from ((package, entry) for entry in polib.pofile(str(path)) if not entry.obsolete)


def left_out(package: str, entry: polib.POEntry) -> bool:
    """Tell whether nobody can meet a message here."""
    places = [f"{package}:{place}" for place, _line in entry.occurrences] or [f"{package}:"]
    return all(place.startswith(tuple(LEFT_OUT)) for place in places)


def key(entry: polib.POEntry) -> Key:
    """Return what tells one message from another."""
    return entry.msgctxt or "", entry.msgid


@cache
def wanted(domain: str = "django") -> dict[Key, polib.POEntry]:
    """Return the packages' messages that a person can meet here."""
    return {key(entry): entry for package, entry in messages(domain) if not left_out(package, entry)}


def known() -> set[Key]:
    """Return every message of the packages, met or not: what our catalogue may hold."""
    return {key(entry) for _package, entry in messages()}


def texts(entry: polib.POEntry) -> list[str]:
    """Return the translations of a message, one for each of the language's plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@cache
def translated_by_themselves(language: str, domain: str = "django") -> dict[Key, list[str]]:
    """Return the messages that the packages translate into a language (``zh_Hans``) themselves, as Django ranks them.

    The packages that are no app are not among them: Django does not load their catalogues.
    """
    said: dict[Key, list[str]] = {}
    for name, folder in reversed(folders().items()):  # the first app wins; Django's own stands behind them all
        path = folder / language / "LC_MESSAGES" / f"{domain}.po"
        if name not in (*WITHOUT_AN_APP, "django") and path.exists():
            said |= _translations(path)
    return _translations(folders()["django"] / language / "LC_MESSAGES" / f"{domain}.po") | said


def _translations(path: Path) -> dict[Key, list[str]]:
    if not path.exists():
        return {}
    return {key(entry): texts(entry) for entry in polib.pofile(str(path)) if entry.translated() and not entry.obsolete}


@cache
def catalogue(language: str, domain: str = "django") -> dict[Key, list[str]]:
    """Return what we say for the packages in a language."""
    return _translations(CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po")


def untranslated(messages: Iterable[Key], language: str, ours: Collection[Key], domain: str = "django") -> list[Key]:
    """Return the messages that would be read in another language, because nobody translates them."""
    there = {*ours, *catalogue(language, domain), *translated_by_themselves(language, domain)}
    return [name for name in messages if name not in there]


def bring_in_line(language: str, ours: Collection[Key]) -> list[Key]:
    """Rewrite our catalogue of the packages' messages; return those that still want a translation.

    Args:
        language: The folder's name, ``zh_Hans``.
        ours: The messages of our own source, which our own catalogue translates.
    """
    path = CATALOGUES / language / "LC_MESSAGES" / "django.po"
    found, everything = polib.pofile(str(path), wrapwidth=0), known()
    kept = [entry for entry in found if not entry.obsolete and key(entry) in everything and key(entry) not in ours]
    present = {key(entry) for entry in kept}
    new = [_empty(wanted()[name]) for name in untranslated(wanted(), language, ours) if name not in present]
    found[:] = sorted([*kept, *new], key=key)
    found.save()
    return [key(entry) for entry in found if not entry.translated()]


def _empty(entry: polib.POEntry) -> polib.POEntry:
    new = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
    if entry.msgid_plural:
        new.msgstr_plural = {0: ""}
    return new
