"""The bank accounts of the demonstration market: obviously invalid, and marked so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel.demo import Say, data, translated
from marketplace.payments.models import BankAccount


@transaction.atomic
def load(say: Say, *, now: datetime) -> None:
    """Add the accounts of the currencies that have none."""
    bank = data("demo")["bank"]
    known = set(BankAccount.objects.values_list("currency", flat=True))
    rows = [row for row in bank["accounts"] if row["currency"] not in known]
    for row in rows:
        BankAccount.objects.create(
            currency=row["currency"],
            number=row["number"],
            swift=row["swift"],
            is_illustrative=True,
            **translated(bank, "beneficiary", "beneficiary"),
            **translated(bank, "bank_name", "bank_name"),
        )
    say("bank accounts", len(rows))
