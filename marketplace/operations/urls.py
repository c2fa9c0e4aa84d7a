"""``/admin/operations/``: registered with the Wagtail admin by ``wagtail_hooks``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from marketplace.operations.views import (
    audit,
    companies,
    dead_letters,
    goods,
    hand_offs,
    orders,
    overview,
    receipts,
    reviews,
    searches,
    synonyms,
)

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("orders/", orders.order_list, name="order-list"),
    path("orders/<number:number>/", orders.order_detail, name="order-detail"),
    path("orders/<number:number>/transfer/", orders.transfer_received, name="transfer-received"),
    path("orders/<number:number>/answer/", orders.part_answer, name="part-answer"),
    path("hand-offs/", hand_offs.hand_off_list, name="hand-off-list"),
    path("hand-offs/<number:number>/", hand_offs.hand_off_detail, name="hand-off-detail"),
    path("hand-offs/<number:number>/<int:position>/resend/", hand_offs.hand_off_resend, name="hand-off-resend"),
    path("waiting/<int:message_id>/now/", hand_offs.hand_off_now, name="hand-off-now"),
    path("receipts/", receipts.receipt_list, name="receipt-list"),
    path("receipts/<int:envelope_id>/retry/", receipts.receipt_retry, name="receipt-retry"),
    path("receipts/<int:envelope_id>/aside/", receipts.receipt_aside, name="receipt-aside"),
    path("dead-letters/", dead_letters.dead_letter_list, name="dead-letter-list"),
    path("dead-letters/<int:message_id>/replay/", dead_letters.dead_letter_replay, name="dead-letter-replay"),
    path("audit/", audit.audit_trail, name="audit-trail"),
    path("audit/export/", audit.audit_export, name="audit-export"),
    path("searches/", searches.searches, name="searches"),
    path("synonyms/", synonyms.synonym_list, name="synonym-list"),
    path("synonyms/add/", synonyms.synonym_add, name="synonym-add"),
    path("synonyms/<int:group_id>/", synonyms.synonym_change, name="synonym-change"),
    path("synonyms/<int:group_id>/delete/", synonyms.synonym_delete, name="synonym-delete"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("companies/", companies.company_list, name="company-list"),
    path("companies/<slug:slug>/", companies.company_detail, name="company-detail"),
    path("companies/<slug:slug>/<slug:act>/", companies.company_act, name="company-act"),
    path("goods/", goods.good_list, name="good-list"),
    path("goods/<str:sku>/", goods.good_detail, name="good-detail"),
    path("goods/<str:sku>/<slug:act>/", goods.good_act, name="good-act"),
]
