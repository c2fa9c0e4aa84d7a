"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.storefront.views import basket, goods, orders, places, search

app_name = "storefront"
urlpatterns: list[URLPattern | URLResolver] = [
    path("goods/", goods.goods_list, name="goods-list"),
    path("goods/<slug:slug>/", goods.good_detail, name="good-detail"),
    path("counties/", places.county_list, name="county-list"),
    path("counties/<slug:slug>/", places.county_detail, name="county-detail"),
    path("producers/", places.producer_list, name="producer-list"),
    path("producers/<slug:slug>/", places.producer_detail, name="producer-detail"),
    path("search/", search.search_page, name="search"),
    path("basket/", basket.basket_detail, name="basket-detail"),
    path("basket/add/", basket.basket_add, name="basket-add"),
    path("checkout/", orders.checkout, name="checkout"),
    path("orders/", orders.order_list, name="order-list"),
    path("orders/<number:number>/", orders.order_detail, name="order-detail"),
    path("orders/<number:number>/cancel/", orders.order_cancel, name="order-cancel"),
]
