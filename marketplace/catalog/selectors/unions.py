"""What a query needs before it is joined with another one."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet


def plain(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the query without the translation of names, which mixes up the columns of a union; and in no order."""
    model: type[Model] = rows.model
    return QuerySet(model, query=rows.order_by().query)
