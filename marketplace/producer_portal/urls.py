"""``/<lang>/producer/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from marketplace.producer_portal.views import goods, orders

app_name = "producer_portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="producer_portal:order-list"), name="home"),
    path("orders/", orders.order_list, name="order-list"),
    path("orders/<number:number>/", orders.order_detail, name="order-detail"),
    path("orders/<number:number>/confirm/", orders.order_confirm, name="order-confirm"),
    path("orders/<number:number>/decline/", orders.order_decline, name="order-decline"),
    path("goods/", goods.good_list, name="good-list"),
    path("goods/<str:sku>/", goods.good_detail, name="good-detail"),
    path("goods/<str:sku>/packs/<str:pack_sku>/availability/", goods.availability_change, name="availability-change"),
    path("goods/<str:sku>/packs/<str:pack_sku>/prices/", goods.prices_change, name="prices-change"),
    path("goods/<str:sku>/withdraw/", goods.good_withdraw, name="good-withdraw"),
    path("goods/<str:sku>/submit/", goods.good_submit, name="good-submit"),
]
