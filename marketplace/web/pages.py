"""Pages as dataclasses: what a template may name stands in one place, and a tool holds the template against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one template is drawn from; each field is a name in it.

    ``template``: its file. ``may``: names that the frame around it asks for and this page does not give.
    """

    template: ClassVar[str] = ""
    may: ClassVar[tuple[str, ...]] = ()

    def answer(self, request: HttpRequest, *, status: int = 200) -> HttpResponse:
        """Draw it."""
        context = {field.name: getattr(self, field.name) for field in fields(self)}
        return render(request, self.template, context, status=status)


def pages(of: type[Page] = Page) -> Iterator[type[Page]]:
    """Yield every page that has a template."""
    for page in of.__subclasses__():
        if page.template:
            yield page
        yield from pages(page)
