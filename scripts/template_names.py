"""Hold templates against the dataclasses of their pages, without drawing anything.

A name that a page does not give is found, and so is one that its type does not have. ``faults()`` needs Django to be
set up; ``tests/contracts/test_template_names.py`` asks. A type that is not told (``Any``, what a filter made) is not
looked into. Included templates are read with what they are handed.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, cast

from django.conf import settings
from django.template import Node, NodeList
from django.template.base import FilterExpression, TokenType, Variable
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.library import SimpleNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode

from marketplace.web.pages import Page, pages
from scripts.template_types import UNKNOWN, Missing, attribute, element, fields_of, returned

Scope = Mapping[str, Any]
# Yields a template and what is wrong in it; what looks at a value returns its type.
Faults = Generator[tuple[str, str], None, Any]
# Under which attribute Django's tags keep the name that they bind: {% … as name %}.
BINDS: Final = ("asvar", "variable", "variable_name", "var_name")
# In the comment that opens a component: what it may be handed and does without.
OPTIONAL: Final = re.compile(r"(\w+) \((?:optional|may be left out)")
# What Django and our context processor give to every page, and what frames may be handed.
GIVEN: Final = (
    "request", "user", "perms", "messages", "csrf_token", "forloop", "block", "LANGUAGE_CODE", "True", "False", "None",
    "site_origin", "alternates", "canonical_path", "viewer", "basket_count", "main_nav", "foot_nav", "operator_facts",
    "help_email", "is_demonstration",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """``what`` is wrong in ``template`` when it is drawn for ``page``."""

    page: str
    template: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}: {self.template}: {self.what}"


def faults() -> list[Fault]:
    """Return what is wrong with the templates of all pages that are dataclasses, each once."""
    return sorted({fault for page in all_pages() for fault in faults_of(page)})


def all_pages() -> list[type[Page]]:
    """Return the pages of every address of the site."""
    import_module(settings.ROOT_URLCONF)
    return list(pages())


def faults_of(page: type[Page]) -> Iterator[Fault]:
    """Yield what is wrong with the template of one page."""
    scope = {**dict.fromkeys(GIVEN, UNKNOWN), **fields_of(page)}
    for template, what in _Reader(page.template, frozenset(page.may)).read(scope):
        yield Fault(page=page.__name__, template=template, what=what)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one template. ``may``: names that a frame asks for and a page need not give."""

    name: str
    may: frozenset[str]

    def read(self, scope: Scope, *, overridden: frozenset[str] = frozenset()) -> Faults:
        template = get_template(self.name).template  # type: ignore[attr-defined]  # Django's backend
        optional = dict.fromkeys(OPTIONAL.findall(_opening(template.source)), UNKNOWN)
        yield from self._all(template.nodelist, {**optional, **scope}, overridden)

    def _all(self, nodes: Iterable[Any], scope: Scope, over: frozenset[str]) -> Faults:
        scope = dict(scope)  # {% … as name %} holds from there to the end of the list
        for node in nodes:
            yield from self._one(node, scope, over)

    def _one(self, node: Node, scope: dict[str, Any], over: frozenset[str]) -> Faults:
        match node:
            case ExtendsNode():
                yield from self._frame(node, scope, over)
            case BlockNode():
                yield from () if node.name in over else self._all(node.nodelist, scope, over)
            case ForNode():
                yield from self._loop(node, scope, over)
            case WithNode() | IncludeNode() | BlockTranslateNode():
                yield from self._handing(node, scope, over)
            case IfNode():
                for condition, body in node.conditions_nodelists:
                    yield from self._condition(condition, scope)
                    yield from self._all(body, scope, over)
            case _:
                yield from self._plain(node, scope, over)

    def _frame(self, node: ExtendsNode, scope: Scope, over: frozenset[str]) -> Faults:
        blocks = [inner for inner in node.nodelist.get_nodes_by_type(BlockNode) if isinstance(inner, BlockNode)]
        for block in blocks:
            if block.name not in over:
                yield from self._all(block.nodelist, scope, over)
        frame = _Reader(str(getattr(node.parent_name, "var", node.parent_name)), self.may)
        yield from frame.read(scope, overridden=over | {block.name for block in blocks})

    def _loop(self, node: ForNode, scope: Scope, over: frozenset[str]) -> Faults:
        kind = yield from self._ask(cast(FilterExpression, node.sequence), scope)
        kinds = element(kind, len(node.loopvars))
        yield from self._all(node.nodelist_loop, {**scope, **dict(zip(node.loopvars, kinds, strict=True))}, over)
        yield from self._all(node.nodelist_empty, scope, over)

    def _handing(
        self, node: WithNode | IncludeNode | BlockTranslateNode, scope: dict[str, Any], over: frozenset[str]
    ) -> Faults:
        handed: dict[str, Any] = {}
        for name, expression in node.extra_context.items():
            handed[name] = yield from self._ask(expression, scope)
        inner = {**scope, **handed}
        if isinstance(node, WithNode):
            yield from self._all(node.nodelist, inner, over)
        elif isinstance(node, BlockTranslateNode):
            yield from self._sentence(node, scope, inner)
        elif isinstance(node.template.var, str):
            only = {**dict.fromkeys(GIVEN, UNKNOWN), **handed} if node.isolated_context else inner
            yield from _Reader(node.template.var, self.may).read(only)

    def _sentence(self, node: BlockTranslateNode, scope: dict[str, Any], inner: Scope) -> Faults:
        if node.counter is not None:
            yield from self._ask(node.counter, scope)
            inner = {**inner, str(node.countervar): UNKNOWN}
        for token in [*node.singular, *node.plural]:
            if token.token_type == TokenType.VAR:
                yield from self._look(Variable(token.contents.partition("|")[0]), inner)
        if node.asvar:
            scope[node.asvar] = str

    def _condition(self, condition: Any, scope: Scope) -> Faults:
        if condition is None:
            return
        value = getattr(condition, "value", None)
        if isinstance(value, FilterExpression):
            yield from self._ask(value, scope)
        for side in ("first", "second"):
            yield from self._condition(getattr(condition, side, None), scope)

    def _plain(self, node: Node, scope: dict[str, Any], over: frozenset[str]) -> Faults:
        for expression in _expressions(vars(node).values() if hasattr(node, "__dict__") else ()):
            yield from self._ask(expression, scope)
        for name in node.child_nodelists:
            yield from self._all(getattr(node, name, None) or (), scope, over)
        if isinstance(node, SimpleNode) and node.target_var:
            scope[node.target_var] = returned(node.func)
        else:
            bound = (getattr(node, name, None) for name in BINDS)
            scope.update({name: UNKNOWN for name in bound if isinstance(name, str)})

    def _ask(self, expression: FilterExpression, scope: Scope) -> Faults:
        for _, arguments in expression.filters:
            for is_looked_up, argument in arguments:
                if is_looked_up:
                    yield from self._look(argument, scope)
        if not isinstance(expression.var, Variable):
            return str
        kind = yield from self._look(expression.var, scope)
        return UNKNOWN if expression.filters else kind

    def _look(self, variable: Variable, scope: Scope) -> Faults:
        first, *rest = variable.lookups or (None,)
        if first is None:
            return UNKNOWN
        if first not in scope:
            if first not in self.may:
                yield self.name, f"nothing is called {first}"
            return UNKNOWN
        kind = scope[first]
        for name in rest:
            try:
                kind = attribute(kind, name)
            except Missing as missing:
                yield self.name, f"{'.'.join(map(str, variable.lookups or ()))}: {missing}"
                return UNKNOWN
        return kind


def _opening(source: str) -> str:
    """Return the comments with which a template says what it needs."""
    return " ".join(re.findall(r"{#(.*?)#}", source.partition("<")[0]))


def _expressions(values: Iterable[Any]) -> Iterator[FilterExpression]:
    """Yield the expressions that a tag was handed, however it keeps them."""
    for value in values:
        if isinstance(value, FilterExpression):
            yield value
        elif isinstance(value, Mapping):
            yield from _expressions(value.values())
        elif isinstance(value, list | tuple) and not isinstance(value, NodeList):
            yield from _expressions(value)
