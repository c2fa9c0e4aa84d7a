"""What somebody typed into a form that was not taken: kept in her session over a change of language or a sign-in.

One mechanism for every form. ``_fields.html``, which draws them, gives back what was kept.
Decision: docs/adr/0039-what-was-typed-is-kept-in-the-session.md
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from django.forms import BaseForm, Field, FileInput, PasswordInput
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from marketplace.accounts import known_browsers
from marketplace.kernel.amounts import plain, read_amount
from marketplace.kernel.text import clean
from marketplace.storefront import languages
from marketplace.web.fields import AmountField

# The button that changes the language sends its form with this: the language of the page that it stands on, and
# ``REFUSED`` where the page had refused the form.
SWITCH: Final = "switch_language"
REFUSED: Final = "refused"
_KEY: Final = "typed"
# Of one form; more is no text that somebody typed.
MOST_FIELDS: Final = 40
MOST_CHARACTERS: Final = 4_000
MOST_IN_ALL: Final = 20_000
KEPT_SECONDS: Final = 3_600
# Secrets are never kept, and a code or token is of no use later.
_SECRET: Final = ("password", "secret", "csrf")
_OF_NO_USE: Final = frozenset({"code", "key", "fingerprint", "next", "action", SWITCH})


@dataclass(frozen=True, slots=True)
class Draft:
    """``path`` without its language; ``lost``: fields that held what is not kept; ``owner``: see ``owner_of``."""

    path: str
    language: str
    values: dict[str, list[str]]
    lost: list[str]
    was_refused: bool
    owner: str
    until: int  # seconds since 1970


def owner_of(request: HttpRequest) -> str:
    """Return the mark of who is signed in, ``""`` for a visitor: nobody else is given back what was typed."""
    user = request.user
    return known_browsers.mark_of(user) if user.is_authenticated else ""


def keep(request: HttpRequest, *, owner: str, language: str = "", was_refused: bool = False) -> Draft:
    """Keep the texts of a form that was sent, in place of what was kept before.

    Args:
        request: the form, as it came.
        owner: to whom alone it is given back.
        language: in which it was typed, where that is not the address's.
        was_refused: whether the page on which it stood had refused it.
    """
    draft = Draft(
        path=_bare(request.path),
        language=language if language in languages.CODES else str(get_language()),
        values=_texts(request.POST),
        lost=[*(name for name, value in request.POST.items() if value and _is_secret(name)), *request.FILES],
        was_refused=was_refused,
        owner=owner,
        until=int(time.time()) + KEPT_SECONDS,
    )
    request.session[_KEY] = asdict(draft)
    return draft


def has_texts(request: HttpRequest) -> bool:
    """Tell whether anything was typed that could be kept."""
    return any(value.strip() for values in _texts(request.POST).values() for value in values)


def take(request: HttpRequest, path: str = "") -> Draft | None:
    """Return what was typed into the form of an address (the page's own by default), once, to its owner alone."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != _bare(path or request.path):
        return None
    if kept["until"] < time.time() or kept["owner"] != owner_of(request):
        return None
    del request.session[_KEY]
    return Draft(**kept)


def give_back(request: HttpRequest, form: BaseForm, action: str = "") -> None:
    """Put what was kept for the form's address into it; a form that was refused is refused again, in this language.

    The form gets ``typed_lost`` (labels of what could not be kept) and ``is_given_back``.
    """
    draft = take(request, action)
    if draft is None:
        return
    data = _data(draft, form)
    told: Any = form
    told.typed_lost = [str(field.label) for field in form.visible_fields() if field.html_name in draft.lost]
    if draft.was_refused:
        # What a view asked it before does not hold any more.
        form.data, form.files, form.is_bound, told._errors = data, MultiValueDict(), True, None
        return
    told.is_given_back = True
    for name, field in form.fields.items():
        if _is_kept(field) and not field.widget.value_omitted_from_data(data, {}, form.add_prefix(name)):
            form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))


def carries(form: object) -> bool:
    """Tell whether a form has a field whose text a change of language would lose."""
    return isinstance(form, BaseForm) and any(
        _is_kept(field) and name not in _OF_NO_USE and not _is_secret(name) for name, field in form.fields.items()
    )


def _data(draft: Draft, form: BaseForm) -> QueryDict:
    """Return what was typed as the form's language writes it, with the form's own hidden values."""
    data = QueryDict(mutable=True)
    for name, values in draft.values.items():
        data.setlist(name, cast("list[str | bytes]", values))
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if field.widget.is_hidden:
            data[key] = str(form.get_initial_for_field(field, name) or "")
        elif isinstance(field, AmountField) and key in data:
            data[key] = _rewritten(str(data[key]), draft.language, field.currency)
    return data


def _rewritten(typed: str, source: str, currency: str) -> str:
    """Write an amount as the page's language does: 12,50 in Vietnamese is 12.50 elsewhere."""
    target = get_language() or "en"
    amount = read_amount(typed, language=source, currency=currency) if source != target else None
    return typed if amount is None else plain(amount, language=target)


def _texts(sent: QueryDict) -> dict[str, list[str]]:
    return dict(_bounded(sent))


def _bounded(sent: QueryDict) -> Iterator[tuple[str, list[str]]]:
    left = MOST_IN_ALL
    for name, values in list(sent.lists())[:MOST_FIELDS]:
        if _is_secret(name) or name in _OF_NO_USE or len(name) > MOST_CHARACTERS:
            continue
        texts = [clean(str(value), limit=MOST_CHARACTERS) for value in values[:MOST_FIELDS]]
        left -= sum(map(len, texts)) + len(name)
        if left < 0:
            return
        yield name, texts


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET)


def _is_kept(field: Field) -> bool:
    widget = field.widget
    return not (field.disabled or widget.is_hidden or isinstance(widget, (PasswordInput, FileInput)))


def _bare(path: str) -> str:
    code = languages.of_path(path)
    return path.removeprefix(f"/{code}") if code else path
