"""``/kiosk/``: the language stands in the visit, not in the address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.kiosk.views import baskets, browse

app_name = "kiosk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", browse.home, name="home"),
    path("begin/<str:language>/", browse.begin, name="begin"),
    path("wipe/", browse.wipe, name="wipe"),
    path("touch/", browse.touch, name="touch"),
    path("goods/", browse.goods, name="goods"),
    path("goods/<slug:slug>/", browse.good, name="good"),
    path("list/", baskets.basket, name="basket"),
    path("list/add/", baskets.add, name="add"),
    path("list/remove/", baskets.remove, name="remove"),
    path("hand-over/", baskets.hand_over, name="hand-over"),
    path("handed/", baskets.handed, name="handed"),
    path("handed/qr.svg", baskets.handed_qr, name="handed-qr"),
    path("take/", baskets.take_by_hand, name="take-by-hand"),
    path("take/<str:code>/", baskets.take, name="take"),
]
