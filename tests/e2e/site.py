"""Pages of components, answered to a real browser without a server, under a policy as strict as the site's."""

from __future__ import annotations

import mimetypes
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Route

from config.env import BASE_DIR
from marketplace.storefront import styleguide
from marketplace.storefront.facets import Facet, Option
from marketplace.storefront.filter_panel import FilterPanel
from marketplace.storefront.price_range import price_range, priced
from marketplace.storefront.query import ListQuery

ORIGIN = "http://market.test"
POLICY = "; ".join(
    f"{kind} 'self'" for kind in ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")
)

LIST = """{% extends "base.html" %}{% block title %}Goods {{ page.number }}{% endblock %}{% block content %}
<div class="wrap with-rail">
<div id="filters" data-swap>
{% component "filters" panel=panel %}</div>
<div id="results" data-swap><div class="result-head"><h2 tabindex="-1" data-result-text="{{ said }}">{{ said }}</h2>
{% include "components/_sort.html" with options=sorts only %}</div><div class="tall"></div>
{% include "components/_pagination.html" with page=page request=request only %}</div></div>{% endblock %}"""

GOOD = """{% extends "base.html" %}{% block title %}Good{% endblock %}{% block content %}
<form class="wrap" method="post" action="/order" data-once>
<label class="choice"><input type="radio" name="pack" value="A"
 data-minimum="30" data-step="6" data-hint="cartons" checked><span>A</span></label>
<label class="choice"><input type="radio" name="pack" value="B"
 data-minimum="2000" data-step="500" data-hint="pallets"><span>B</span></label>
<p data-pack="A">breaks of A</p><p data-pack="B" hidden>breaks of B</p>
{% with id="qty" name="quantity" value=30 label="Quantity" minimum=30 step=6 hint="cartons" %}
{% include "components/_quantity.html" %}{% endwith %}
<button class="button">Add</button></form>{% endblock %}"""


class Site:
    """Answers the browser in place of a server, and keeps what it was asked."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.asked: list[str] = []
        self.suggestions: list[dict[str, Any]] = []

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        self.asked.append(f"{route.request.method} {address.path}?{address.query}")
        if address.path.startswith("/static/"):
            path = BASE_DIR / "frontend" / address.path.lstrip("/")
            kind = mimetypes.guess_type(path.name)[0] or "font/woff2"
            route.fulfill(body=path.read_bytes(), content_type=kind)
        elif address.path == "/api/v1/suggest":
            route.fulfill(json={"suggestions": self.suggestions})
        else:
            body = self.page(address.path, address.query)
            route.fulfill(
                body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

    def page(self, path: str, query: str) -> str:
        asked = parse_qs(query)
        chosen = asked.get("county", [])
        options = tuple(Option(v, v, len(chosen) + 5, is_selected=v in chosen) for v in ("mengzi", "jianshui"))
        prices = price_range(
            priced(ListQuery.read(QueryDict(query), language=self.language, sorts=("",)), language=self.language),
            bounds=(Decimal(2), Decimal(200)),
            language=self.language,
        )
        context: dict[str, Any] = {
            "request": RequestFactory().get(path, query_params=asked),
            "panel": FilterPanel(
                facets=[Facet("county", "County", options)],
                price=prices,
                action="/list",
                clear_url="/list",
            ),
            "sorts": [{"value": "", "label": "Best", "is_selected": True}, {"value": "price", "label": "Price"}],
            "said": f"{69 - len(chosen)} goods",
            "page": Paginator(range(240), 24).page(int(asked.get("page", ["1"])[0])),
        }
        with translation.override(self.language):
            if path == "/styleguide":
                return render_to_string("styleguide.html", styleguide.samples())
            return Template(GOOD if path == "/good" else LIST).render(Context(context))
