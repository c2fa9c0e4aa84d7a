"""Every address of the site. Order matters: Wagtail's pages take whatever is left under a language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.home import admin_texts
from config import health
from config.media import media

handler429 = "marketplace.storefront.middleware.limits.too_many"  # allauth's, which looks for it here

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/v1/", include("marketplace.api.urls")),
    path("kiosk/", include("marketplace.kiosk.urls")),
    path("admin/jsi18n/", admin_texts.catalogue),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include("cms.home.document_urls")),
    path("media/<path:path>", media, name="media"),
    path("", include("marketplace.storefront.root_urls")),
    *i18n_patterns(
        path("account/", include("marketplace.storefront.account_urls")),
        path("account/", include("marketplace.accounts.urls")),
        path("producer/", include("marketplace.producer_portal.urls")),
        path("", include("marketplace.storefront.urls")),
        path("", include("cms.home.urls")),
        prefix_default_language=True,
    ),
]
