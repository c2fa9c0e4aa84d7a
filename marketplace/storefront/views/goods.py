"""The list of goods, and one good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.catalog.models import Good
from marketplace.kernel.text import clean, identifier
from marketplace.storefront import listing, revision, structured
from marketplace.storefront.good_page import BuyForm, good_context
from marketplace.storefront.public import public_page
from marketplace.storefront.query import ListQuery
from marketplace.web.markup import json_data

SKU_LENGTH: Final = 20
TYPED_LENGTH: Final = 40


@require_safe
def goods_list(request: HttpRequest) -> HttpResponse:
    """Show goods by filters, a page at a time. A page beyond the end does not exist (404)."""

    def make() -> dict[str, str]:
        language, now = str(get_language()), revision.current()
        shop = listing.shop(revision=now, language=language)
        query = shop.known(ListQuery.read(request.GET, language=language, sorts=listing.SORTS))
        context = listing.list_context(query, shop, revision=now)
        return {"title": context["title"], "body": render_to_string("storefront/_goods_list.html", context)}

    return public_page(request, "storefront/goods_list.html", make, nav="goods")


@require_safe
def good_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one good. ``pack`` and ``quantity`` of the query fill its form in, and it says what is wrong with them."""
    return public_page(
        request, "storefront/good_detail.html", lambda: _drawing(slug).draw(_form(request)), nav="goods"
    )


def _form(request: HttpRequest) -> BuyForm:
    """Read the query; asked for only while the page is made, when it is in the form that the page is kept under."""
    typed = request.GET.get("quantity")
    return BuyForm(
        pack_sku=identifier(request.GET.get("pack", ""), limit=SKU_LENGTH),
        quantity=None if typed is None else clean(typed, limit=TYPED_LENGTH),
    )


def _drawing(slug: str) -> _Drawing:
    return _Drawing(slug=slug, language=str(get_language()), month=timezone.localtime().month)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """What the page of a good depends on, apart from the good itself."""

    slug: str
    language: str
    month: int

    def draw(self, form: BuyForm) -> dict[str, str]:
        """Render title, head and body."""
        try:
            detail = selectors.good_detail(self.slug, revision=revision.current())
        except Good.DoesNotExist as reason:
            raise Http404 from reason
        context = good_context(detail, language=self.language, month=self.month, form=form)
        return {
            "title": detail.good.name,
            "head": render_to_string("storefront/_good_head.html", self._head(context)),
            "body": render_to_string("storefront/_good.html", context),
        }

    def _head(self, context: dict[str, Any]) -> dict[str, Any]:
        good, pictures = context["good"], context["pictures"]
        origin = settings.SITE_ADDRESS.rstrip("/")
        url = f"{origin}{reverse('storefront:good-detail', args=[self.slug])}"
        data = structured.product(
            good, url=url, origin=origin, pictures=pictures, packs=context["packs"], facts=context["facts"]
        )
        picture = pictures[0] if pictures else None
        return {
            "good": good,
            "url": url,
            "picture": structured.absolute(picture.src, origin) if picture else "",
            "picture_alt": picture.alt if picture else "",
            "data": json_data(data),
        }
