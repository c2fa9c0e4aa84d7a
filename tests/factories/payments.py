"""Where buyers pay, and what they owe."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from marketplace.payments.models import BankAccount, BankTransfer
from tests.factories.orders import PLACED_AT, OrderFactory


class BankAccountFactory(DjangoModelFactory[BankAccount]):
    class Meta:
        model = BankAccount
        django_get_or_create = ("currency",)

    currency = "USD"
    beneficiary_zh_hans = "演示收款人（DEMO）"
    beneficiary_vi = "Bên thụ hưởng minh họa (DEMO)"
    beneficiary_en = "Demonstration beneficiary (DEMO)"
    bank_name_zh_hans = "演示银行（DEMO）"
    bank_name_vi = "Ngân hàng minh họa (DEMO)"
    bank_name_en = "Demonstration Bank (DEMO)"
    number = "DEMO 0000 0000 0000 0000"
    swift = "DEMO0000000"
    is_illustrative = True


class BankTransferFactory(DjangoModelFactory[BankTransfer]):
    class Meta:
        model = BankTransfer

    order = factory.SubFactory(OrderFactory)
    reference = factory.SelfAttribute("order.number")
    amount_minor = factory.SelfAttribute("order.total_minor")
    currency = factory.SelfAttribute("order.currency")
    created_at = PLACED_AT
