"""The addresses that visitors ask for: few of them often, most of them rarely."""

from __future__ import annotations

import random
from collections.abc import Sequence
from urllib.parse import urlencode

from marketplace.catalog.models import Category
from marketplace.catalog.selectors import published
from marketplace.reference.models import County

WORDS = (
    "石榴", "紫陶", "米线", "豆腐", "普洱", "shiliu", "zitao", "sl", "luu mong tu", "gạo đỏ", "trà xanh", "dau phu",
    "ca phe", "bun", "pomegranate", "tea", "rice noodles", "pottery", "tin", "coffee", "0810", "0902",
    "hong he", "蓝莓",
)  # fmt: skip
LANGUAGES = ("vi", "zh-hans", "en")


def goods_pages(count: int) -> list[str]:
    """Return ``count`` addresses of goods, the most popular first, in the three languages in turn."""
    slugs = published().order_by("-popularity", "sku").values_list("slug", flat=True)[:count]
    return [f"/{LANGUAGES[index % 3]}/goods/{slug}/" for index, slug in enumerate(slugs)]


def list_pages(count: int) -> list[str]:
    """Return ``count`` addresses of lists: categories, counties, sorts and pages, in the three languages."""
    categories = list(Category.objects.order_by("position").values_list("code", flat=True))
    counties = list(County.objects.order_by("code").values_list("slug", flat=True))
    queries: list[dict[str, str]] = [{}, {"sort": "price"}, {"sort": "newest"}, {"in_season": "1"}, {"gi": "1"}]
    queries += [{"category": code} for code in categories] + [{"county": slug} for slug in counties]
    queries += [{"category": code, "county": slug} for code in categories for slug in counties]
    queries += [{"page": str(page)} for page in range(2, 100)]
    return _in_languages("goods", queries, count)


def search_pages(count: int) -> list[str]:
    """Return ``count`` addresses of searches in the three languages, with pages and filters."""
    queries: list[dict[str, str]] = [{"q": word} for word in WORDS]
    counties = list(County.objects.order_by("code").values_list("slug", flat=True))
    queries += [{"q": word, "county": slug} for word in WORDS for slug in counties]
    return _in_languages("search", queries, count)


def home_pages() -> list[str]:
    """Return the home page in each language."""
    return [f"/{language}/" for language in LANGUAGES]


def draw(addresses: Sequence[str], *, times: int, seed: int = 7) -> list[str]:
    """Draw ``times`` addresses by a Zipf law with exponent 1: the n-th is asked for 1/n as often as the first."""
    weights = [1 / rank for rank in range(1, len(addresses) + 1)]
    return random.Random(seed).choices(addresses, weights=weights, k=times)


def _in_languages(path: str, queries: Sequence[dict[str, str]], count: int) -> list[str]:
    suffixes = [f"?{urlencode(query)}" if query else "" for query in queries]
    return [f"/{language}/{path}/{suffix}" for suffix in suffixes for language in LANGUAGES][:count]
