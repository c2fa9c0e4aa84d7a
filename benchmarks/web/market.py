"""The market that is measured: the demonstration market among synthetic goods, and a buyer with a basket."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from benchmarks.web import addresses
from benchmarks.web.goods import add_synthetic_goods
from marketplace.accounts.models import User
from marketplace.catalog.models import Ordering, Pack
from marketplace.orders.models import Basket, BasketLine
from search import indexing

BUYER = "lan.nguyen@example.com"


def prepare(*, goods: int) -> None:
    """Migrate, load the demonstration market, fill it up to ``goods`` published goods, build the index."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo")
    print(f"added {add_synthetic_goods(count=goods)} synthetic goods")
    print(f"indexed {indexing.rebuild()} documents")


def pages(count: int) -> dict[str, list[str]]:
    """Return the addresses of each kind of page, the most visited first."""
    return {
        "home": addresses.home_pages(),
        "list": addresses.list_pages(count),
        "good": addresses.goods_pages(count),
        "search": addresses.search_pages(count),
    }


def buyer_cookie() -> str:
    """Sign the demonstration buyer in, put three packs into her basket, return her ``Cookie`` header."""
    user, now = User.objects.get(email=BUYER), timezone.now()
    basket, _ = Basket.objects.get_or_create(user=user, defaults={"created_at": now, "updated_at": now})
    for pack in Pack.objects.filter(good__status="published", good__ordering=Ordering.ORDER).order_by("pk")[:3]:
        BasketLine.objects.get_or_create(basket=basket, pack=pack, defaults={"quantity": pack.moq, "added_at": now})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
