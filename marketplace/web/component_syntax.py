"""How the files in ``frontend/components`` are read, for who draws them and for who looks for messages in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BREAK: Final = re.compile(r"[ \t]*\n\s*")
_CALLS: Final = ("_", "gettext", "ngettext", "pgettext", "npgettext")
Found = tuple[int, str, tuple[str, ...]]


class OneLine(Extension):
    """Leaves out the line breaks that only lay a component's source out, and the indentation behind them.

    A line break beside a tag or an expression is no space; a space that is meant stands within a line.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Do so in what stands between tags and expressions; line numbers in errors stay those of the file."""
        for token in stream:
            yield Token(token.lineno, token.type, _unbroken(token.value)) if token.type == "data" else token


def environment(**options: Any) -> Environment:
    """Return an environment in which everything is escaped, and a name that is not there raises."""
    fixed = {"autoescape": True, "undefined": StrictUndefined}
    found = Environment(**options | fixed, extensions=["jinja2.ext.i18n", OneLine])  # noqa: S701 - it is, see ``fixed``
    found.policies["ext.i18n.trimmed"] = True
    return found


def messages(source: str) -> Iterator[Found]:
    """Find what is to be translated in a component's source, in whatever syntax: (line, function, its texts)."""
    for line, function, found in environment().extract_translations(source, _CALLS):  # type: ignore[attr-defined]  # of its i18n
        texts = (found,) if isinstance(found, str) else found
        yield line, function, tuple(text for text in texts if isinstance(text, str))


def _unbroken(text: str) -> str:
    return _BREAK.sub(lambda found: "" if _is_beside_a_tag(text, *found.span()) else " ", text)


def _is_beside_a_tag(text: str, start: int, end: int) -> bool:
    return start == 0 or end == len(text) or text[start - 1] == ">" or text[end] == "<"
